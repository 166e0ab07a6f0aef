import { useCallback, useSyncExternalStore } from 'react'
import { asApiError, type ApiError } from '@/api/errors'
import { createUpload, finishUpload } from './api'
import { sendFile } from './send-file'
import { UploadQueue, type ChosenFile, type QueueProgress } from './upload-queue'

export interface SessionView {
  phase: 'starting' | 'sending' | 'stuck' | 'finishing' | 'importing' | 'stopped' | 'failed'
  uploadId: string | null
  progress: QueueProgress | null
  error: ApiError | null
}

const drawEveryMs = 120
const sessions = new Map<string, UploadSession>()
const watchers = new Set<() => void>()

/** One upload into one set, from the first file to the start of its import. It goes on while people look at other pages. */
class UploadSession {
  view: SessionView = { phase: 'starting', uploadId: null, progress: null, error: null }
  private queue: UploadQueue | null = null
  private timer: number | undefined

  constructor(private readonly setId: string) {}

  async start(files: readonly ChosenFile[]): Promise<void> {
    try {
      const upload = await createUpload(this.setId || null)
      this.queue = new UploadQueue(
        ({ path, file }, onProgress, signal) => sendFile(upload.id, path, file, onProgress, signal),
        { onChange: () => this.drawSoon() },
      )
      this.show({ phase: 'sending', uploadId: upload.id })
      this.queue.add(files)
    } catch (error) {
      this.show({ phase: 'failed', error: asApiError(error) })
    }
  }

  retryFailed(): void {
    this.show({ phase: 'sending', error: null })
    this.queue?.retryFailed()
  }

  stop(): void {
    this.queue?.stop()
    this.show({ phase: 'stopped', progress: this.queue?.progress() ?? null })
  }

  async finish(): Promise<void> {
    if (!this.view.uploadId) return
    this.show({ phase: 'finishing', error: null })
    try {
      await finishUpload(this.view.uploadId)
      this.show({ phase: 'importing' })
    } catch (error) {
      this.show({ phase: 'stuck', error: asApiError(error) })
    }
  }

  /** Many files change many times a second; the page is drawn a few times. */
  private drawSoon(): void {
    this.timer ??= window.setTimeout(() => {
      this.timer = undefined
      this.draw()
    }, drawEveryMs)
  }

  private draw(): void {
    const progress = this.queue?.progress() ?? null
    this.show({ progress })
    if (!progress?.isIdle || this.view.phase !== 'sending') return
    if (progress.failedCount > 0) this.show({ phase: 'stuck' })
    else void this.finish()
  }

  private show(change: Partial<SessionView>): void {
    this.view = { ...this.view, ...change }
    watchers.forEach((watcher) => watcher())
  }
}

const watch = (watcher: () => void) => {
  watchers.add(watcher)
  return () => void watchers.delete(watcher)
}

/** The upload that runs or ran last for a set, and what to do with it. */
export function useUploadSession(setId: string) {
  const view = useSyncExternalStore(watch, () => sessions.get(setId)?.view ?? null)
  const start = useCallback(
    (files: readonly ChosenFile[]) => {
      const session = new UploadSession(setId)
      sessions.set(setId, session)
      void session.start(files)
    },
    [setId],
  )
  const clear = useCallback(() => {
    sessions.delete(setId)
    watchers.forEach((watcher) => watcher())
  }, [setId])
  return {
    view,
    start,
    clear,
    retryFailed: () => sessions.get(setId)?.retryFailed(),
    stop: () => sessions.get(setId)?.stop(),
    finish: () => void sessions.get(setId)?.finish(),
  }
}

let sending: readonly [string, UploadSession][] = []

/** The uploads that are being sent now, by set. */
export function useSendingUploads(): readonly [string, UploadSession][] {
  return useSyncExternalStore(watch, () => {
    const now = [...sessions].filter(([, session]) => isSending(session.view))
    const isSame = now.length === sending.length && now.every(([, session], i) => session === sending[i]?.[1])
    if (!isSame) sending = now
    return sending
  })
}

export function isSending(view: SessionView | null): boolean {
  return view?.phase === 'starting' || view?.phase === 'sending' || view?.phase === 'finishing'
}
