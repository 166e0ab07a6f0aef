/** Feeds pointer and keys to the drawing state machine and hands its edits on. */
import { useCallback, useEffect, useRef, useState } from 'react'
import { draw, nothingDrawn, type Drawing, type DrawingInput, type Edit, type Surface } from './drawing'

export interface DrawingFeed {
  readonly drawing: Drawing
  /** Says whether it came to an edit. */
  readonly feed: (input: DrawingInput) => boolean
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

  const selectedId = surface?.selectedId ?? null
  useEffect(() => {
    const without = { ...current.current, stroke: null, grip: null }
    current.current = without
    setDrawing(without)
  }, [place])
  useEffect(() => {
    const without = { ...current.current, grip: null }
    current.current = without
    setDrawing(without)
  }, [selectedId])

  const feed = useCallback((input: DrawingInput) => {
    const { surface: on, onEdit: tell } = latest.current
    if (!on) return false
    const outcome = draw(current.current, input, on)
    current.current = outcome.drawing
    setDrawing(outcome.drawing)
    if (outcome.edit) tell(outcome.edit)
    return outcome.edit !== undefined
  }, [])

  const now = useCallback(() => current.current, [])
  return { drawing, feed, now }
}
