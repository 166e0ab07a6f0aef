/** Plays the pictures of the active cell. */
import { useCallback, useEffect, useRef, useState } from 'react'
import { nextRate, Pace, USUAL_RATE, withinRates } from '@/viewer/cine'
import type { View } from '@/viewer/view'
import type { Handles } from './handles'

export interface Cine {
  readonly isPlaying: boolean
  /** Pictures per second. */
  readonly rate: number
  toggle(this: void): void
  changeRate(this: void, by: 1 | -1): void
}

/** It stops when another image comes into the active cell, and holds while something is drawn. */
export function useCine(handles: Handles, view: View | null): Cine {
  const sourceId = view?.stack.sourceId ?? null
  const [playing, setPlaying] = useState<string | null>(null)
  const [rates, setRates] = useState<ReadonlyMap<string, number>>(new Map())
  const isPlaying = playing !== null && playing === sourceId
  const meant = withinRates(view?.stack.frameRate ?? USUAL_RATE)
  const rate = (sourceId === null ? undefined : rates.get(sourceId)) ?? meant
  const latest = useRef({ view, rate })
  useEffect(() => {
    latest.current = { view, rate }
  })

  useEffect(() => {
    if (!isPlaying) return
    const pace = new Pace()
    let request = requestAnimationFrame(function turn(now) {
      request = requestAnimationFrame(turn)
      const { view: shown, rate: perSecond } = latest.current
      const hand = handles.current
      if (!shown || !hand || hand.isDrawing() || !pace.isDue(now, perSecond, shown.index)) return
      const next = (shown.index + 1) % shown.stack.frames.length
      pace.ask(next, now, perSecond)
      hand.goTo(shown.stack.frames[next]!)
    })
    return () => cancelAnimationFrame(request)
  }, [isPlaying, handles])

  const canPlay = (view?.stack.frames.length ?? 0) > 1
  const toggle = useCallback(
    () => setPlaying((now) => (canPlay && now !== sourceId ? sourceId : null)),
    [canPlay, sourceId],
  )
  const changeRate = useCallback(
    (by: 1 | -1) => {
      if (sourceId !== null) setRates((before) => new Map(before).set(sourceId, nextRate(rate, by)))
    },
    [sourceId, rate],
  )
  return { isPlaying, rate, toggle, changeRate }
}
