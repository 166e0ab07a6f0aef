/** Whether the screen is locked, and for whom; all tabs of a browser agree, also after a reload. */
import { useSyncExternalStore } from 'react'

const lockKey = 'isocenter-locked'
const touchKey = 'isocenter-touched'
const minute = 60_000

const watchers = new Set<() => void>()
const tell = () => watchers.forEach((watcher) => watcher())

/** Covers the screen until this person, or another by signing in, comes back. */
export function lock(person: string): void {
  localStorage.setItem(lockKey, person)
  tell()
}

export function unlock(): void {
  localStorage.removeItem(lockKey)
  touch()
  tell()
}

export const lockedFor = (): string | null => localStorage.getItem(lockKey)

export const useLockedFor = (): string | null => useSyncExternalStore(watch, lockedFor)

/** Somebody is at the browser, in whichever tab. */
export const touch = (now = Date.now()): void => localStorage.setItem(touchKey, String(now))

/** Whether nobody has touched any tab for so long. */
export function isIdle(minutes: number, now = Date.now()): boolean {
  return now - Number(localStorage.getItem(touchKey) ?? now) >= minutes * minute
}

function watch(watcher: () => void): () => void {
  const hear = ({ key }: StorageEvent) => key === lockKey && watcher()
  watchers.add(watcher)
  window.addEventListener('storage', hear)
  return () => {
    watchers.delete(watcher)
    window.removeEventListener('storage', hear)
  }
}
