import { useEffect } from 'react'
import { isIdle, lock, lockedFor, touch } from '@/api/lock'
import { usePreferences } from '@/api/preferences'

const TOUCHES = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'] as const
const LOOK_EVERY_MS = 5_000
/** Moving the mouse is told once a second. */
const TELL_EVERY_MS = 1_000

/** Locks the screen when nobody has touched it for as long as the person wants. */
export function useIdleLock(person: string): void {
  const { idle_minutes: minutes } = usePreferences()
  useEffect(() => {
    if (minutes === null) return
    touch()
    let told = Date.now()
    const hear = () => {
      const now = Date.now()
      if (now - told < TELL_EVERY_MS) return
      told = now
      look()
      touch(now)
    }
    // A computer that wakes up is locked before the hand that woke it counts as a touch.
    const look = () => {
      if (lockedFor() === null && isIdle(minutes)) lock(person)
    }
    for (const kind of TOUCHES) window.addEventListener(kind, hear, { capture: true, passive: true })
    const timer = window.setInterval(look, LOOK_EVERY_MS)
    return () => {
      for (const kind of TOUCHES) window.removeEventListener(kind, hear, { capture: true })
      window.clearInterval(timer)
    }
  }, [minutes, person])
}
