import { useCallback, useSyncExternalStore } from 'react'
import { lookForServer, onServerReturned } from '@/api/connection'
import { asApiError, type ApiError } from '@/api/errors'
import { createUpload, discardFile, discardUpload, finishUpload } from './api'
import { pieceBytes, sendFile } from './send-file'
import { findUnfinished, type Found } from './unfinished'
import { holdUpload } from './upload-lock'
import { UploadQueue, type ChosenFile, type QueueProgress } from './upload-queue'

type Phase = 'starting' | 'sending' | 'paused' | 'stuck' | 'finishing' | 'importing' | 'discarded' | 'failed'

export interface SessionView {
  phase: Phase
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
  private release = () => {}

  constructor(private readonly setId: string) {}

  async start(files: readonly ChosenFile[]): Promise<void> {
    try {
      const setId = this.setId || null
      const { upload, isThere, release } = (await findUnfinished(setId, files)) ?? (await beginNew(setId))
      this.queue = new UploadQueue((chosen, ...rest) => sendFile(upload.id, chosen, ...rest), {
        onChange: () => this.drawSoon(),
        onNoAnswer: lookForServer,
      })
      const ignore = onServerReturned(() => this.wake())
      this.release = () => [ignore, release].forEach((end) => end())
      this.show({ phase: 'sending', uploadId: upload.id })
      this.queue.add(files, isThere)
    } catch (error) {
      this.show({ phase: 'failed', error: asApiError(error) })
    }
  }

  pause(): void {
    this.queue?.pause()
    this.show({ phase: 'paused' })
  }

  resume(): void {
    this.show({ phase: 'sending' })
    this.queue?.resume()
  }

  retryFailed(): void {
    this.show({ phase: 'sending', error: null })
    this.queue?.retryFailed()
  }

  /** Ends the sending, and gives up what has arrived. */
  async discard(): Promise<void> {
    this.pause()
    try {
      if (this.view.uploadId) await discardUpload(this.view.uploadId)
      this.release()
      this.show({ phase: 'discarded', error: null })
    } catch (error) {
      this.show({ error: asApiError(error) })
    }
  }

  /** Begins the import; of files that could not be sent, nothing is left. */
  async finish(): Promise<void> {
    const { uploadId } = this.view
    if (!uploadId) return
    this.show({ phase: 'finishing', error: null })
    try {
      const begun = this.queue?.failed.filter(({ file }) => file.size > pieceBytes) ?? []
      for (const { path } of begun) await discardFile(uploadId, path)
      await finishUpload(uploadId)
      this.release()
      this.show({ phase: 'importing' })
    } catch (error) {
      this.show({ phase: 'stuck', error: asApiError(error) })
    }
  }

  private wake(): void {
    if (this.view.phase === 'stuck' && this.view.progress?.failedCount) this.show({ phase: 'sending' })
    this.queue?.wake()
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

async function beginNew(setId: string | null): Promise<Found> {
  const upload = await createUpload(setId)
  const release = (await holdUpload(upload.id)) ?? (() => undefined)
  return { upload, isThere: () => false, release }
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
    pause: () => sessions.get(setId)?.pause(),
    resume: () => sessions.get(setId)?.resume(),
    retryFailed: () => sessions.get(setId)?.retryFailed(),
    discard: () => sessions.get(setId)?.discard() ?? Promise.resolve(),
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
