/** Whether the server answers: every request tells, and while it is away it is asked again and again. */
import { useSyncExternalStore } from 'react'

const healthUrl = '/api/v1/health'
const askAgainAfter = 3_000
/** A proxy answers so for a server that is away. */
const awayStatuses = [502, 503, 504]

let isHere = true
let timer: number | undefined
const watchers = new Set<() => void>()
const returnListeners = new Set<() => void>()

/** Asks as `fetch` does, and remembers whether an answer came. */
export async function ask(...request: Parameters<typeof fetch>): Promise<Response> {
  try {
    const response = await fetch(...request)
    remember(!awayStatuses.includes(response.status))
    return response
  } catch (error) {
    // A request that was called off says nothing about the server.
    if (error instanceof TypeError) remember(false)
    throw error
  }
}

/** Asks at once whether the server is back. */
export function lookForServer(): void {
  window.clearTimeout(timer)
  ask(healthUrl, { cache: 'no-store' }).catch(() => undefined)
}

/** Called when the server answers again after it was away. */
export function onServerReturned(listener: () => void): () => void {
  returnListeners.add(listener)
  return () => returnListeners.delete(listener)
}

export function useServerIsHere(): boolean {
  return useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher)
      return () => watchers.delete(watcher)
    },
    () => isHere,
  )
}

function remember(answered: boolean): void {
  window.clearTimeout(timer)
  if (!answered) timer = window.setTimeout(lookForServer, askAgainAfter)
  if (answered === isHere) return
  isHere = answered
  watchers.forEach((watcher) => watcher())
  if (answered) returnListeners.forEach((listener) => listener())
}
