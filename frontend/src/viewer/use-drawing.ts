/** Feeds pointer and keys to the drawing state machine and hands its edits on. */
import { useCallback, useEffect, useRef, useState } from 'react'
import { draw, nothingDrawn, type Drawing, type DrawingInput, type Edit, type Surface } from './drawing'

export interface DrawingFeed {
  readonly drawing: Drawing
  readonly feed: (input: DrawingInput) => void
  /** The state now, for handlers that run between two renderings. */
  readonly now: () => Drawing
}

/** `place` names the picture: a stroke does not outlive it. */
export function useDrawing(
  surface: Surface | null,
  place: string,
  onEdit: (edit: Edit) => void,
): DrawingFeed {
  const [drawing, setDrawing] = useState(nothingDrawn)
  const current = useRef(nothingDrawn)
  const latest = useRef({ surface, onEdit })

  useEffect(() => {
    latest.current = { surface, onEdit }
  })

  useEffect(() => {
    const without = { ...current.current, stroke: null }
    current.current = without
    setDrawing(without)
  }, [place])

  const feed = useCallback((input: DrawingInput) => {
    const { surface: on, onEdit: tell } = latest.current
    if (!on) return
    const outcome = draw(current.current, input, on)
    current.current = outcome.drawing
    setDrawing(outcome.drawing)
    if (outcome.edit) tell(outcome.edit)
  }, [])

  const now = useCallback(() => current.current, [])
  return { drawing, feed, now }
}
