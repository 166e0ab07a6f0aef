/**
 * Drawing and editing as a state machine: pointer and keys in, at most one finished edit out. Knows image
 * pixels only, so that the mouse, the keyboard and the tests drive the same thing.
 */
import type { ImagePoint, ImageSize } from './coordinates'
import {
  boxBetween,
  clampPoint,
  distance,
  handleAt,
  isDrawable,
  moveBy,
  moveVertex,
  shapeAt,
  type Geometry,
} from './geometry'

export type DrawingTool = 'select' | 'box' | 'polygon'

export interface EditableShape {
  readonly id: string
  readonly geometry: Geometry
}

/** What the pointer means depends on what is there. */
export interface Surface {
  readonly tool: DrawingTool
  readonly shapes: readonly EditableShape[]
  readonly selectedId: string | null
  readonly size: ImageSize
  /** How near counts as "on it", in image pixels. */
  readonly reach: number
  readonly readOnly: boolean
}

export type Stroke =
  | { readonly kind: 'box'; readonly from: ImagePoint; readonly to: ImagePoint }
  | { readonly kind: 'polygon'; readonly points: readonly ImagePoint[]; readonly to: ImagePoint }
  | {
      readonly kind: 'edit'
      readonly id: string
      /** The handle that is dragged; null moves the whole shape. */
      readonly vertex: number | null
      readonly from: ImagePoint
      readonly original: Geometry
      readonly current: Geometry
      readonly hasMoved: boolean
    }

export interface Drawing {
  readonly stroke: Stroke | null
  /** The crosshair of somebody who draws without a mouse. */
  readonly pen: ImagePoint | null
}

export type DrawingInput =
  | { readonly type: 'down' | 'move' | 'up'; readonly point: ImagePoint }
  | { readonly type: 'double-click' }
  | { readonly type: 'show-pen'; readonly at: ImagePoint }
  | { readonly type: 'move-pen'; readonly dx: number; readonly dy: number }
  | { readonly type: 'enter' | 'close' | 'remove-last' | 'cancel' }

export type Edit =
  | { readonly type: 'add'; readonly geometry: Geometry }
  | { readonly type: 'change'; readonly id: string; readonly geometry: Geometry }
  | { readonly type: 'select'; readonly id: string | null }

export interface Outcome {
  readonly drawing: Drawing
  readonly edit?: Edit
}

export const nothingDrawn: Drawing = { stroke: null, pen: null }

export function draw(drawing: Drawing, input: DrawingInput, surface: Surface): Outcome {
  switch (input.type) {
    case 'down':
      return pressed({ ...drawing, pen: null }, input.point, surface)
    case 'move':
      return { drawing: { stroke: dragged(drawing.stroke, input.point, surface), pen: null } }
    case 'up':
      return released(drawing, surface)
    case 'double-click':
    case 'close':
      return closed(drawing)
    case 'show-pen':
      return { drawing: { ...drawing, pen: clampPoint(input.at, surface.size) } }
    case 'move-pen':
      return penMoved(drawing, input.dx, input.dy, surface)
    case 'enter':
      return entered(drawing, surface)
    case 'remove-last':
      return { drawing: { ...drawing, stroke: withoutLastPoint(drawing.stroke) } }
    case 'cancel':
      return { drawing: drawing.stroke ? { ...drawing, stroke: null } : nothingDrawn }
  }
}

function pressed(drawing: Drawing, at: ImagePoint, surface: Surface): Outcome {
  const point = clampPoint(at, surface.size)
  if (drawing.stroke?.kind === 'polygon') return withVertex(drawing, drawing.stroke, point, surface.reach)
  const selected = surface.shapes.find((shape) => shape.id === surface.selectedId)
  const vertex = selected && !surface.readOnly ? handleAt(selected.geometry, at, surface.reach) : null
  if (selected && vertex !== null) return { drawing: editing(selected, vertex, at) }
  if (surface.tool !== 'select' && !surface.readOnly) return { drawing: started(surface.tool, point) }
  const hit = shapeAt(surface.shapes, at, surface.reach)
  return {
    drawing: hit && !surface.readOnly ? editing(hit, null, at) : { stroke: null, pen: null },
    edit: { type: 'select', id: hit?.id ?? null },
  }
}

const started = (tool: 'box' | 'polygon', at: ImagePoint): Drawing => ({
  stroke: tool === 'box' ? { kind: 'box', from: at, to: at } : { kind: 'polygon', points: [at], to: at },
  pen: null,
})

const editing = ({ id, geometry }: EditableShape, vertex: number | null, from: ImagePoint): Drawing => ({
  stroke: { kind: 'edit', id, vertex, from, original: geometry, current: geometry, hasMoved: false },
  pen: null,
})

function dragged(stroke: Stroke | null, at: ImagePoint, { size, reach }: Surface): Stroke | null {
  if (!stroke) return null
  const point = clampPoint(at, size)
  if (stroke.kind !== 'edit') return { ...stroke, to: point }
  // A click that trembles is a selection, not a move.
  if (!stroke.hasMoved && distance(stroke.from, at) < reach / 2) return stroke
  const current =
    stroke.vertex === null
      ? moveBy(stroke.original, at.x - stroke.from.x, at.y - stroke.from.y, size)
      : moveVertex(stroke.original, stroke.vertex, point)
  return { ...stroke, current, hasMoved: true }
}

function released(drawing: Drawing, { reach, shapes }: Surface): Outcome {
  const { stroke } = drawing
  if (stroke?.kind === 'edit') {
    const edit: Edit = { type: 'change', id: stroke.id, geometry: stroke.current }
    const isEdit = stroke.hasMoved && isDrawable(stroke.current)
    return { drawing: { ...drawing, stroke: null }, ...(isEdit && { edit }) }
  }
  if (stroke?.kind !== 'box' || drawing.pen) return { drawing }
  if (distance(stroke.from, stroke.to) > reach / 2) return boxDone(drawing, stroke)
  // A click that drew nothing means what is under it.
  const edit: Edit = { type: 'select', id: shapeAt(shapes, stroke.from, reach)?.id ?? null }
  return { drawing: { ...drawing, stroke: null }, edit }
}

function boxDone(drawing: Drawing, stroke: Stroke & { kind: 'box' }): Outcome {
  const geometry = boxBetween(stroke.from, stroke.to)
  const done = { ...drawing, stroke: null }
  return isDrawable(geometry) ? { drawing: done, edit: { type: 'add', geometry } } : { drawing: done }
}

function withVertex(
  drawing: Drawing,
  stroke: Stroke & { kind: 'polygon' },
  point: ImagePoint,
  reach: number,
): Outcome {
  const { points } = stroke
  if (points.length >= 3 && distance(points[0]!, point) <= reach) return closed(drawing)
  // The second press of a double click lands on the vertex that the first one made.
  if (distance(points[points.length - 1]!, point) <= reach / 4) return { drawing }
  return { drawing: { ...drawing, stroke: { ...stroke, points: [...points, point], to: point } } }
}

function closed(drawing: Drawing): Outcome {
  const { stroke } = drawing
  if (stroke?.kind === 'box') return boxDone(drawing, stroke)
  if (stroke?.kind !== 'polygon') return { drawing }
  const geometry: Geometry = { kind: 'polygon', points: stroke.points }
  if (!isDrawable(geometry)) return { drawing }
  return { drawing: { ...drawing, stroke: null }, edit: { type: 'add', geometry } }
}

function withoutLastPoint(stroke: Stroke | null): Stroke | null {
  if (stroke?.kind !== 'polygon' || stroke.points.length < 2) return null
  return { ...stroke, points: stroke.points.slice(0, -1) }
}

function penMoved(drawing: Drawing, dx: number, dy: number, surface: Surface): Outcome {
  if (!drawing.pen) return { drawing }
  const pen = clampPoint({ x: drawing.pen.x + dx, y: drawing.pen.y + dy }, surface.size)
  return { drawing: { stroke: dragged(drawing.stroke, pen, surface), pen } }
}

/** Enter sets a point where the crosshair is; without a crosshair (a mouse draws) it finishes the shape. */
function entered(drawing: Drawing, surface: Surface): Outcome {
  const { stroke, pen } = drawing
  if (!pen || surface.readOnly) return closed(drawing)
  if (stroke?.kind === 'polygon') return withVertex(drawing, stroke, pen, 0.5)
  if (stroke?.kind === 'box') return boxDone(drawing, { ...stroke, to: pen })
  if (surface.tool === 'select') return { drawing }
  return { drawing: { ...started(surface.tool, pen), pen } }
}
