import { asApiError, type ApiError } from '@/api/errors'

export interface ChosenFile {
  /** With its folders, as the person chose it. */
  path: string
  file: File
}

export interface FileProgress {
  path: string
  size: number
  state: 'waiting' | 'sending' | 'sent' | 'failed'
  sentBytes: number
  /** Why it failed, or why it is being sent again. */
  error: string | null
}

export interface QueueProgress {
  files: readonly FileProgress[]
  sentCount: number
  /** Of those sent: the ones that were there before. */
  keptCount: number
  failedCount: number
  sentBytes: number
  totalBytes: number
  /** Nothing is being sent or waits to be. */
  isIdle: boolean
}

/** Sends one file, or the rest of it. It may be called again for the same file, and goes on where it was cut. */
export type Send = (
  chosen: ChosenFile,
  onProgress: (bytes: number) => void,
  signal: AbortSignal,
) => Promise<void>

interface QueueOptions {
  parallel?: number
  /** How often a file is tried without a further byte of it arriving. */
  attempts?: number
  /** Before the second attempt; doubled before each further one. */
  firstDelayMs?: number
  longestDelayMs?: number
  onChange?: () => void
  onNoAnswer?: () => void
}

interface Entry extends FileProgress {
  chosen: ChosenFile
  isKept: boolean
  isUnanswered: boolean
}

/** Refusals that another attempt may overcome, since it begins by asking where the file stands. */
const outOfStep = ['WrongOffset', 'IncompleteFile', 'WrongHash']

/** Sends files, a few at a time, and tries again when the connection is cut. */
export class UploadQueue {
  private readonly entries: Entry[] = []
  private readonly options: Required<QueueOptions>
  private readonly sleepers = new Set<() => void>()
  private running = new AbortController()
  private active = 0
  private next = 0

  constructor(
    private readonly send: Send,
    options: QueueOptions = {},
  ) {
    const nothing = () => undefined
    const usual = { parallel: 4, attempts: 8, firstDelayMs: 500, longestDelayMs: 15_000 }
    this.options = { ...usual, onChange: nothing, onNoAnswer: nothing, ...options }
  }

  /** Files of which `isThere` knows are not sent again. */
  add(files: readonly ChosenFile[], isThere: (chosen: ChosenFile) => boolean = () => false): void {
    for (const chosen of files) {
      const { path, file } = chosen
      const isKept = isThere(chosen)
      const progress = { state: isKept ? ('sent' as const) : ('waiting' as const), error: null }
      const sentBytes = isKept ? file.size : 0
      this.entries.push({
        chosen,
        path,
        size: file.size,
        ...progress,
        sentBytes,
        isKept,
        isUnanswered: false,
      })
    }
    this.pump()
  }

  retryFailed(which: 'all' | 'unanswered' = 'all'): void {
    for (const entry of this.entries) {
      if (entry.state === 'failed' && (which === 'all' || entry.isUnanswered))
        Object.assign(entry, { state: 'waiting', error: null })
    }
    this.next = 0
    this.pump()
  }

  /** Ends what is being sent; nothing further starts until `resume`. */
  pause(): void {
    this.running.abort()
    this.options.onChange()
  }

  resume(): void {
    if (!this.running.signal.aborted) return
    this.running = new AbortController()
    this.next = 0
    this.pump()
  }

  /** The server is back: what waits for its next attempt begins now. */
  wake(): void {
    this.sleepers.forEach((wake) => wake())
    this.retryFailed('unanswered')
  }

  get failed(): readonly ChosenFile[] {
    return this.entries.filter(({ state }) => state === 'failed').map(({ chosen }) => chosen)
  }

  progress(): QueueProgress {
    const count = (is: (entry: Entry) => boolean) => this.entries.filter(is).length
    return {
      files: this.entries.map(({ path, size, state, sentBytes, error }) => ({
        path,
        size,
        state,
        sentBytes,
        error,
      })),
      sentCount: count(({ state }) => state === 'sent'),
      keptCount: count(({ isKept }) => isKept),
      failedCount: count(({ state }) => state === 'failed'),
      sentBytes: this.entries.reduce((sum, entry) => sum + entry.sentBytes, 0),
      totalBytes: this.entries.reduce((sum, entry) => sum + entry.size, 0),
      isIdle: this.active === 0 && !this.entries.some((entry) => entry.state === 'waiting'),
    }
  }

  private pump(): void {
    const { signal } = this.running
    while (this.active < this.options.parallel && !signal.aborted) {
      const entry = this.takeWaiting()
      if (!entry) break
      this.active += 1
      entry.state = 'sending'
      void this.sendPatiently(entry, signal).finally(() => {
        this.active -= 1
        this.pump()
      })
    }
    this.options.onChange()
  }

  private takeWaiting(): Entry | undefined {
    for (; this.next < this.entries.length; this.next += 1) {
      const entry = this.entries[this.next]
      if (entry?.state === 'waiting') return entry
    }
    return undefined
  }

  private async sendPatiently(entry: Entry, signal: AbortSignal): Promise<void> {
    let reached = entry.sentBytes
    for (let attempt = 1; ; attempt += 1) {
      try {
        await this.send(entry.chosen, (bytes) => this.note(entry, bytes), signal)
        Object.assign(entry, { state: 'sent', sentBytes: entry.size, error: null })
        return
      } catch (thrown) {
        const error = asApiError(thrown)
        if (signal.aborted) return this.layBack(entry)
        if (error.status === 0) this.options.onNoAnswer()
        if (entry.sentBytes > reached) attempt = 1
        reached = Math.max(reached, entry.sentBytes)
        if (!mayHelp(error) || attempt >= this.options.attempts) return this.fail(entry, error)
        entry.error = error.detail
        this.options.onChange()
        await this.rest(attempt, signal)
        if (signal.aborted) return this.layBack(entry)
      }
    }
  }

  private layBack(entry: Entry): void {
    entry.state = 'waiting'
    this.next = 0
  }

  private fail(entry: Entry, error: ApiError): void {
    Object.assign(entry, { state: 'failed', error: error.detail, isUnanswered: error.status === 0 })
  }

  private note(entry: Entry, bytes: number): void {
    entry.sentBytes = Math.min(bytes, entry.size)
    if (bytes > 0) entry.error = null
    this.options.onChange()
  }

  /** Until the next attempt, or until somebody wakes or pauses the queue. */
  private rest(attempt: number, signal: AbortSignal): Promise<void> {
    const { firstDelayMs, longestDelayMs } = this.options
    return new Promise((resolve) => {
      const wake = () => {
        clearTimeout(timer)
        this.sleepers.delete(wake)
        resolve()
      }
      const timer = setTimeout(wake, Math.min(longestDelayMs, firstDelayMs * 2 ** (attempt - 1)))
      this.sleepers.add(wake)
      signal.addEventListener('abort', wake, { once: true })
    })
  }
}

function mayHelp({ status, error }: ApiError): boolean {
  return status === 0 || status === 429 || status >= 500 || outOfStep.includes(error)
}
