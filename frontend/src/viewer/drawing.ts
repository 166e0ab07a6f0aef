/**
 * Drawing and editing as a state machine: pointer and keys in, at most one finished edit out. Knows image
 * pixels only, so that the mouse, the keyboard and the tests drive the same thing.
 */
import type { ImagePoint, ImageSize } from './coordinates'
import {
  between,
  clampPoint,
  distance,
  handleAt,
  isDrawable,
  moveBy,
  moveHandle,
  shapeAt,
  type Geometry,
} from './geometry'
import { thinned } from './thinned'

export const SHAPE_TOOLS = ['box', 'ellipse', 'polygon', 'freehand', 'point', 'length'] as const
export type ShapeTool = (typeof SHAPE_TOOLS)[number]
export type DrawingTool = 'select' | ShapeTool

/** Drawn from one point to another. */
type SpanTool = 'box' | 'ellipse' | 'length'

export const isShapeTool = (tool: string): tool is ShapeTool =>
  (SHAPE_TOOLS as readonly string[]).includes(tool)

export interface EditableShape {
  readonly id: string
  readonly geometry: Geometry
  /** It can be selected, and nothing else. */
  readonly isLocked: boolean
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

export interface SpanStroke {
  readonly kind: 'span'
  readonly tool: SpanTool
  readonly from: ImagePoint
  readonly to: ImagePoint
}

export interface ContourStroke {
  readonly kind: 'polygon' | 'freehand'
  readonly points: readonly ImagePoint[]
  /** Where the pointer is; of a freehand stroke that is its last point. */
  readonly to: ImagePoint
}

export interface EditStroke {
  readonly kind: 'edit'
  readonly id: string
  /** The handle that is dragged; null moves the whole shape. */
  readonly handle: number | null
  readonly from: ImagePoint
  readonly original: Geometry
  readonly current: Geometry
  readonly hasMoved: boolean
}

export type Stroke = SpanStroke | ContourStroke | EditStroke

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
      return { drawing: { stroke: null, pen: clampPoint(input.at, surface.size) } }
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
  const handle =
    selected && mayEdit(selected, surface) ? handleAt(selected.geometry, at, surface.reach) : null
  if (selected && handle !== null) return { drawing: editing(selected, handle, at) }
  if (surface.tool !== 'select' && !surface.readOnly) return started(surface.tool, point, null)
  const hit = shapeAt(surface.shapes, at, surface.reach)
  return {
    drawing: hit && mayEdit(hit, surface) ? editing(hit, null, at) : nothingDrawn,
    edit: { type: 'select', id: hit?.id ?? null },
  }
}

const mayEdit = ({ isLocked }: EditableShape, { readOnly }: Surface): boolean => !readOnly && !isLocked

function started(tool: ShapeTool, at: ImagePoint, pen: ImagePoint | null): Outcome {
  switch (tool) {
    case 'point':
      return { drawing: { stroke: null, pen }, edit: { type: 'add', geometry: { kind: tool, ...at } } }
    case 'polygon':
    case 'freehand':
      return { drawing: { stroke: { kind: tool, points: [at], to: at }, pen } }
    default:
      return { drawing: { stroke: { kind: 'span', tool, from: at, to: at }, pen } }
  }
}

const editing = ({ id, geometry }: EditableShape, handle: number | null, from: ImagePoint): Drawing => ({
  stroke: { kind: 'edit', id, handle, from, original: geometry, current: geometry, hasMoved: false },
  pen: null,
})

function dragged(stroke: Stroke | null, at: ImagePoint, { size, reach }: Surface): Stroke | null {
  if (!stroke) return null
  const point = clampPoint(at, size)
  if (stroke.kind === 'freehand') return { ...stroke, points: [...stroke.points, point], to: point }
  if (stroke.kind !== 'edit') return { ...stroke, to: point }
  // A click that trembles is a selection, not a move.
  if (!stroke.hasMoved && distance(stroke.from, at) < reach / 2) return stroke
  const current =
    stroke.handle === null
      ? moveBy(stroke.original, at.x - stroke.from.x, at.y - stroke.from.y, size)
      : moveHandle(stroke.original, stroke.handle, point)
  return { ...stroke, current, hasMoved: true }
}

function released(drawing: Drawing, surface: Surface): Outcome {
  const { stroke, pen } = drawing
  if (stroke?.kind === 'edit') {
    const edit: Edit = { type: 'change', id: stroke.id, geometry: stroke.current }
    const isEdit = stroke.hasMoved && isDrawable(stroke.current)
    return { drawing: { ...drawing, stroke: null }, ...(isEdit && { edit }) }
  }
  if (!stroke || stroke.kind === 'polygon' || pen) return { drawing }
  const begin = stroke.kind === 'span' ? stroke.from : stroke.points[0]!
  if (isDrag(stroke, surface.reach / 2)) return finished(drawing)
  // A click that drew nothing means what is under it.
  const edit: Edit = { type: 'select', id: shapeAt(surface.shapes, begin, surface.reach)?.id ?? null }
  return { drawing: { ...drawing, stroke: null }, edit }
}

/** Whether the pointer went anywhere; a freehand stroke may end where it began. */
const isDrag = (stroke: SpanStroke | ContourStroke, reach: number): boolean =>
  stroke.kind === 'span'
    ? distance(stroke.from, stroke.to) > reach
    : stroke.points.some((p) => distance(stroke.points[0]!, p) > reach)

function geometryOf(stroke: SpanStroke | ContourStroke): Geometry {
  if (stroke.kind === 'span') return between(stroke.tool, stroke.from, stroke.to)
  const points = stroke.kind === 'freehand' ? thinned(stroke.points) : stroke.points
  return { kind: stroke.kind, points }
}

/** Ends the stroke; what is too small to be meant is dropped. */
function finished(drawing: Drawing): Outcome {
  const { stroke } = drawing
  if (!stroke || stroke.kind === 'edit') return { drawing }
  const geometry = geometryOf(stroke)
  const done = { ...drawing, stroke: null }
  return isDrawable(geometry) ? { drawing: done, edit: { type: 'add', geometry } } : { drawing: done }
}

function withVertex(drawing: Drawing, stroke: ContourStroke, point: ImagePoint, reach: number): Outcome {
  const { points } = stroke
  if (points.length >= 3 && distance(points[0]!, point) <= reach) return closed(drawing)
  // The second press of a double click lands on the vertex that the first one made.
  if (distance(points[points.length - 1]!, point) <= reach / 4) return { drawing }
  return { drawing: { ...drawing, stroke: { ...stroke, points: [...points, point], to: point } } }
}

/** A contour that encloses nothing yet goes on. */
function closed(drawing: Drawing): Outcome {
  const { stroke } = drawing
  if (!stroke || stroke.kind === 'edit') return { drawing }
  return stroke.kind === 'span' || isDrawable(geometryOf(stroke)) ? finished(drawing) : { drawing }
}

function withoutLastPoint(stroke: Stroke | null): Stroke | null {
  if (stroke?.kind !== 'polygon' && stroke?.kind !== 'freehand') return null
  if (stroke.points.length < 2) return null
  const points = stroke.points.slice(0, -1)
  return { ...stroke, points, to: stroke.kind === 'freehand' ? points[points.length - 1]! : stroke.to }
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
  if (stroke?.kind === 'freehand') return closed(drawing)
  if (stroke?.kind === 'span') return finished({ ...drawing, stroke: { ...stroke, to: pen } })
  if (surface.tool === 'select') return { drawing }
  return started(surface.tool, pen, pen)
}
