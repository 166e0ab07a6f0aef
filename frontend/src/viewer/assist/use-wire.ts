/** Intelligent scissors in a viewport: what is clicked becomes a contour that keeps to the edges. */
import { useEffect, useMemo, useReducer, useState } from 'react'
import type { Drawing, Edit } from '../drawing'
import type { DrawingProps } from '../drawing-layer'
import type { View } from '../view'
import { Assistant } from './assistant'
import { rasterOf } from './pictures'
import { coarsenessOf } from './sight'
import { Wire } from './wire'

export interface WireHand {
  /** Edits of the reader, of which a contour that was clicked comes later and follows the edges. */
  readonly onEdit: DrawingProps['onEdit']
  /** What is drawn now, along the edges. */
  readonly along: (drawing: Drawing) => Drawing
  /** Find the paths from the points that were set. */
  readonly seed: (drawing: Drawing) => void
}

export function useWire(view: View | null, isOn: boolean, onEdit: DrawingProps['onEdit']): WireHand {
  const [assistant] = useState(() => new Assistant())
  const [, redraw] = useReducer((count: number) => count + 1, 0)
  const wire = useWireOn(isOn ? view : null, assistant, redraw)
  useEffect(() => () => assistant.cancel(), [assistant, isOn])

  return useMemo(
    () => ({
      onEdit: (edit, place) => {
        if (!wire || edit.type !== 'add' || edit.geometry.kind !== 'polygon') return onEdit(edit, place)
        const tell = (points: (typeof edit.geometry)['points']) =>
          onEdit({ type: 'add', geometry: { kind: 'polygon', points } } satisfies Edit, place)
        const clicked = edit.geometry.points
        // Where the pixels cannot be had, what was clicked is what there is.
        wire.contour(clicked).then(tell, () => tell(clicked))
      },
      along: (drawing) => (wire ? alongEdges(drawing, wire) : drawing),
      seed: ({ stroke }) => {
        if (stroke?.kind === 'polygon') for (const point of stroke.points) wire?.seed(point)
      },
    }),
    [wire, onEdit],
  )
}

/** The wire of a picture, as long as it is looked at in the same window and nearly as large. */
function useWireOn(view: View | null, assistant: Assistant, redraw: () => void): Wire | null {
  const { frame = null, size, window = null } = view ?? {}
  const { columns = 0, rows = 0 } = size ?? {}
  const { width = 0, level = 0 } = window ?? {}
  const coarseness = view ? coarsenessOf(view) : 1
  const hasWindow = window !== null
  return useMemo(() => {
    if (!frame) return null
    const seen = { size: { columns, rows }, coarseness, window: hasWindow ? { width, level } : null }
    const picture = [frame.imageId, width, level].join(' ')
    return new Wire(assistant, seen, picture, () => rasterOf(frame), redraw)
  }, [assistant, frame, columns, rows, coarseness, hasWindow, width, level, redraw])
}

/** Shown as a line of the hand: only its first point is to be taken hold of. */
function alongEdges(drawing: Drawing, wire: Wire): Drawing {
  const { stroke } = drawing
  if (stroke?.kind !== 'polygon') return drawing
  const points = wire.through([...stroke.points, stroke.to], false)
  return { ...drawing, stroke: { kind: 'freehand', points, to: stroke.to } }
}
