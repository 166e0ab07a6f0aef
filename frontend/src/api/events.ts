/**
 * Server-sent events with one stream per browser: the tab that holds the lock
 * listens to the server and passes on what it hears to the other tabs.
 */
import { regainSession } from './session'
import type { Job } from './types'

const streamUrl = '/api/v1/events'
const firstDelay = 1_000
const longestDelay = 30_000

interface JobListener {
  /** A job has changed. */
  onJob: (job: Job) => void
  /** The stream is open again after a gap, in which jobs may have changed unheard. */
  onGap: () => void
}

/** What is heard, by this tab or by the one that listens for it. */
type News = { kind: 'job'; job: Job } | { kind: 'gap' }

/** Calls the listener with what happens to the person's jobs until the returned function is called. */
export function listenToJobs(personId: string, listener: JobListener): () => void {
  const stop = new AbortController()
  const name = `isocenter-events-${personId}`
  const channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel(name)
  const tell = (news: News) => (news.kind === 'job' ? listener.onJob(news.job) : listener.onGap())
  if (channel) channel.onmessage = (event: MessageEvent<News>) => tell(event.data)
  const hear = (news: News) => {
    tell(news)
    channel?.postMessage(news)
  }
  lead(name, stop.signal, () => stream(stop.signal, hear))
  stop.signal.addEventListener('abort', () => channel?.close())
  return () => stop.abort()
}

/** Runs `work` in one tab at a time; where the browser has no locks (plain http), in each tab. */
function lead(name: string, signal: AbortSignal, work: () => Promise<void>): void {
  if (typeof navigator.locks === 'undefined') {
    void work()
    return
  }
  navigator.locks.request(name, { signal }, work).catch((error: unknown) => {
    if (!signal.aborted) throw error
  })
}

function stream(signal: AbortSignal, hear: (news: News) => void): Promise<void> {
  return new Promise((resolve) => {
    let delay = firstDelay
    let hasFailed = false
    let source: EventSource | null = null
    let timer: number | undefined

    const open = () => {
      if (signal.aborted) return
      source = new EventSource(streamUrl)
      source.addEventListener('open', () => {
        delay = firstDelay
        if (hasFailed) hear({ kind: 'gap' })
        hasFailed = false
      })
      source.addEventListener('job', (event: MessageEvent<string>) =>
        hear({ kind: 'job', job: JSON.parse(event.data) as Job }),
      )
      // The browser reconnects by itself unless the server refused it.
      source.addEventListener('error', () => {
        hasFailed = true
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
