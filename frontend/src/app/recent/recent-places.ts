/** Where a person was last, kept in the browser under the person's id. Never names a patient: browsers are shared. */
import { useSyncExternalStore } from 'react'

export interface RecentPlace {
  kind: 'group' | 'set' | 'upload' | 'extraction'
  path: string
  title: string
}

const kept = 12
const watchers = new Set<() => void>()
const none: readonly RecentPlace[] = []
/** What was read last of each key, so that the same text gives the same list. */
const read = new Map<string, { text: string | null; places: readonly RecentPlace[] }>()

const keyOf = (personId: string) => `isocenter.recent.${personId}`

export function recentPlaces(personId: string): readonly RecentPlace[] {
  const key = keyOf(personId)
  const text = stored(key)
  const known = read.get(key)
  if (known?.text === text) return known.places
  const places = parse(text)
  read.set(key, { text, places })
  return places
}

/** Puts a place first. */
export function rememberPlace(personId: string, place: RecentPlace): void {
  save(personId, [place, ...without(personId, place.path)].slice(0, kept))
}

/** Leaves out a place that is gone. */
export function forgetPlace(personId: string, path: string): void {
  save(personId, without(personId, path))
}

export function useRecentPlaces(personId: string): readonly RecentPlace[] {
  return useSyncExternalStore(watch, () => recentPlaces(personId))
}

const without = (personId: string, path: string) =>
  recentPlaces(personId).filter((place) => place.path !== path)

function watch(watcher: () => void): () => void {
  watchers.add(watcher)
  window.addEventListener('storage', watcher)
  return () => {
    watchers.delete(watcher)
    window.removeEventListener('storage', watcher)
  }
}

function save(personId: string, places: readonly RecentPlace[]): void {
  try {
    localStorage.setItem(keyOf(personId), JSON.stringify(places))
  } catch {
    // A browser that keeps nothing has no recent places.
  }
  watchers.forEach((watcher) => watcher())
}

function stored(key: string): string | null {
  try {
    return localStorage.getItem(key)
  } catch {
    return null
  }
}

function parse(text: string | null): readonly RecentPlace[] {
  try {
    const found: unknown = JSON.parse(text ?? '[]')
    return Array.isArray(found) ? found.filter(isPlace) : none
  } catch {
    return none
  }
}

function isPlace(value: unknown): value is RecentPlace {
  if (typeof value !== 'object' || value === null) return false
  const { kind, path, title } = value as Record<string, unknown>
  const isPath = typeof path === 'string' && path.startsWith('/') && !path.startsWith('//')
  return typeof kind === 'string' && isPath && typeof title === 'string'
}
