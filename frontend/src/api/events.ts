/**
 * Server-sent events with one stream per browser: the tab that holds the lock
 * listens to the server and passes on what it hears to the other tabs.
 */
import { regainSession } from './session'
import type { Job } from './types'

const streamUrl = '/api/v1/events'
const name = 'isocenter-events'
const firstDelay = 1_000
const longestDelay = 30_000

type JobListener = (job: Job) => void

/** Calls `listener` with each change of a job until the returned function is called. */
export function listenToJobs(listener: JobListener): () => void {
  const stop = new AbortController()
  const channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel(name)
  if (channel) channel.onmessage = (event: MessageEvent<Job>) => listener(event.data)
  const hear = (job: Job) => {
    listener(job)
    channel?.postMessage(job)
  }
  lead(stop.signal, () => stream(stop.signal, hear))
  stop.signal.addEventListener('abort', () => channel?.close())
  return () => stop.abort()
}

/** Runs `work` in one tab at a time; where the browser has no locks (plain http), in each tab. */
function lead(signal: AbortSignal, work: () => Promise<void>): void {
  if (typeof navigator.locks === 'undefined') {
    void work()
    return
  }
  navigator.locks.request(name, { signal }, work).catch((error: unknown) => {
    if (!signal.aborted) throw error
  })
}

function stream(signal: AbortSignal, hear: JobListener): Promise<void> {
  return new Promise((resolve) => {
    let delay = firstDelay
    let source: EventSource | null = null
    let timer: number | undefined

    const open = () => {
      if (signal.aborted) return
      source = new EventSource(streamUrl)
      source.addEventListener('open', () => (delay = firstDelay))
      source.addEventListener('job', (event: MessageEvent<string>) => hear(JSON.parse(event.data) as Job))
      // The browser reconnects by itself unless the server refused it.
      source.addEventListener('error', () => {
        if (source?.readyState === EventSource.CLOSED) timer = window.setTimeout(reopen, delay)
      })
    }
    const reopen = () => {
      delay = Math.min(delay * 2, longestDelay)
      void regainSession()
        .catch(() => false)
        .then(open)
    }
    signal.addEventListener('abort', () => {
      window.clearTimeout(timer)
      source?.close()
      resolve()
    })
    open()
  })
}
