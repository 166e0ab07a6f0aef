import { asApiError } from '@/api/errors'

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
  error: string | null
}

export interface QueueProgress {
  files: readonly FileProgress[]
  sentCount: number
  failedCount: number
  sentBytes: number
  totalBytes: number
  /** Nothing is being sent or waits to be. */
  isIdle: boolean
}

type Send = (chosen: ChosenFile, onProgress: (bytes: number) => void, signal: AbortSignal) => Promise<void>

interface QueueOptions {
  parallel?: number
  attempts?: number
  /** Before the second attempt; doubled before each further one. */
  firstDelayMs?: number
  onChange?: () => void
}

interface Entry extends FileProgress {
  chosen: ChosenFile
}

/** Sends files, a few at a time, and tries again when nobody answers. */
export class UploadQueue {
  private readonly entries: Entry[] = []
  private readonly stopping = new AbortController()
  private readonly options: Required<QueueOptions>
  private active = 0
  private next = 0

  constructor(
    private readonly send: Send,
    options: QueueOptions = {},
  ) {
    this.options = { parallel: 4, attempts: 5, firstDelayMs: 500, onChange: () => undefined, ...options }
  }

  add(files: readonly ChosenFile[]): void {
    for (const chosen of files) {
      const { path, file } = chosen
      this.entries.push({ chosen, path, size: file.size, state: 'waiting', sentBytes: 0, error: null })
    }
    this.pump()
  }

  retryFailed(): void {
    for (const entry of this.entries) {
      if (entry.state === 'failed') Object.assign(entry, { state: 'waiting', sentBytes: 0, error: null })
    }
    this.next = 0
    this.pump()
  }

  /** Ends what is being sent; nothing further starts. */
  stop(): void {
    this.stopping.abort()
  }

  progress(): QueueProgress {
    const count = (state: FileProgress['state']) =>
      this.entries.filter((entry) => entry.state === state).length
    return {
      files: this.entries.map(({ path, size, state, sentBytes, error }) => ({
        path,
        size,
        state,
        sentBytes,
        error,
      })),
      sentCount: count('sent'),
      failedCount: count('failed'),
      sentBytes: this.entries.reduce((sum, entry) => sum + entry.sentBytes, 0),
      totalBytes: this.entries.reduce((sum, entry) => sum + entry.size, 0),
      isIdle: this.active === 0 && !this.entries.some((entry) => entry.state === 'waiting'),
    }
  }

  private pump(): void {
    while (this.active < this.options.parallel && !this.stopping.signal.aborted) {
      const entry = this.takeWaiting()
      if (!entry) break
      this.active += 1
      entry.state = 'sending'
      void this.sendPatiently(entry).finally(() => {
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

  private async sendPatiently(entry: Entry): Promise<void> {
    const { signal } = this.stopping
    for (let attempt = 1; ; attempt += 1) {
      try {
        await this.send(entry.chosen, (bytes) => this.note(entry, bytes), signal)
        Object.assign(entry, { state: 'sent', sentBytes: entry.size })
        return
      } catch (thrown) {
        const error = asApiError(thrown)
        const mayHelp = error.status === 0 || error.status === 429 || error.status >= 500
        if (signal.aborted || !mayHelp || attempt >= this.options.attempts) {
          Object.assign(entry, { state: 'failed', sentBytes: 0, error: error.detail })
          return
        }
        this.note(entry, 0)
        await pause(this.options.firstDelayMs * 2 ** (attempt - 1), signal)
      }
    }
  }

  private note(entry: Entry, bytes: number): void {
    entry.sentBytes = Math.min(bytes, entry.size)
    this.options.onChange()
  }
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      resolve()
    })
  })
}
