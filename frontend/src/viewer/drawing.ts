/**
 * Drawing and editing as a state machine: pointer and keys in, at most one finished edit out. Knows image
 * pixels only, so that the mouse, the keyboard and the tests drive the same thing.
 */
import type { ImagePoint, ImageSize } from './coordinates'
import { edgeMiddles, withCorner, withoutCorner } from './corners'
import {
  clampPoint,
  distance,
  handleAt,
  isDrawable,
  moveBy,
  moveHandle,
  shapeAt,
  type Geometry,
} from './geometry'
import { gripped, type Grip } from './grips'
import { SQUARE, type PixelSize } from './lines'
import { MOST_SPLINE_POINTS } from './spline'
import {
  aimed,
  geometryOf,
  isClicked,
  isComplete,
  isDrag,
  withoutLastPoint,
  type ClickedStroke,
  type LineStroke,
  type Stroke,
} from './strokes'

export const SHAPE_TOOLS = [
  'box',
  'ellipse',
  'polygon',
  'spline',
  'freehand',
  'point',
  'length',
  'bidirectional',
  'angle',
  'arrow',
] as const
export type ShapeTool = (typeof SHAPE_TOOLS)[number]
export type DrawingTool = 'select' | ShapeTool

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
  /** What is at a right angle depends on it; square where nothing says otherwise. */
  readonly pixel?: PixelSize
}

export interface Drawing {
  readonly stroke: Stroke | null
  /** The crosshair of somebody who draws without a mouse. */
  readonly pen: ImagePoint | null
  /** The handle of the selected shape that the keys hold. */
  readonly grip: Grip | null
}

export type DrawingInput =
  | { readonly type: 'down' | 'move' | 'up'; readonly point: ImagePoint }
  /** Takes away the corner that it is on. */
  | { readonly type: 'alt-down'; readonly point: ImagePoint }
  | { readonly type: 'double-click' }
  | { readonly type: 'show-pen'; readonly at: ImagePoint }
  | { readonly type: 'move-pen'; readonly dx: number; readonly dy: number }
  | { readonly type: 'walk-grip'; readonly by: 1 | -1 }
  | { readonly type: 'move-grip'; readonly dx: number; readonly dy: number }
  | { readonly type: 'add-corner' | 'remove-corner' }
  | { readonly type: 'enter' | 'close' | 'remove-last' | 'cancel' }

export type Edit =
  | { readonly type: 'add'; readonly geometry: Geometry }
  | { readonly type: 'change'; readonly id: string; readonly geometry: Geometry }
  | { readonly type: 'select'; readonly id: string | null }

export interface Outcome {
  readonly drawing: Drawing
  readonly edit?: Edit
}

export const nothingDrawn: Drawing = { stroke: null, pen: null, grip: null }

export function draw(drawing: Drawing, input: DrawingInput, surface: Surface): Outcome {
  switch (input.type) {
    case 'down':
      return pressed({ ...drawing, pen: null, grip: null }, input.point, surface)
    case 'alt-down':
      return cut({ ...drawing, pen: null, grip: null }, input.point, surface)
    case 'move':
      return { drawing: { ...drawing, stroke: dragged(drawing.stroke, input.point, surface), pen: null } }
    case 'up':
      return released(drawing, surface)
    case 'double-click':
    case 'close':
      return closed(drawing)
    case 'show-pen':
      return { drawing: { ...nothingDrawn, pen: clampPoint(input.at, surface.size) } }
    case 'move-pen':
      return penMoved(drawing, input.dx, input.dy, surface)
    case 'enter':
      return entered(drawing, surface)
    case 'remove-last':
      return { drawing: { ...drawing, stroke: withoutLastPoint(drawing.stroke) } }
    case 'cancel':
      return {
        drawing: drawing.stroke || drawing.grip ? { ...drawing, stroke: null, grip: null } : nothingDrawn,
      }
    default:
      return gripped(drawing, input, surface)
  }
}

function pressed(drawing: Drawing, at: ImagePoint, surface: Surface): Outcome {
  const point = clampPoint(at, surface.size)
  if (isClicked(drawing.stroke)) return withVertex(drawing, drawing.stroke, point, surface.reach)
  if (drawing.stroke?.kind === 'line') return withPoint(drawing, drawing.stroke, point, surface)
  const selected = surface.shapes.find((shape) => shape.id === surface.selectedId)
  const handle =
    selected && mayEdit(selected, surface) ? handleAt(selected.geometry, at, surface.reach) : null
  if (selected && handle !== null) return { drawing: editing(selected, handle, at) }
  const grown = selected && mayEdit(selected, surface) ? withNewCorner(selected, at, surface.reach) : null
  if (grown) return { drawing: grown }
  if (surface.tool !== 'select' && !surface.readOnly) return started(surface.tool, point, null)
  const hit = shapeAt(surface.shapes, at, surface.reach)
  return {
    drawing: hit && mayEdit(hit, surface) ? editing(hit, null, at) : nothingDrawn,
    edit: { type: 'select', id: hit?.id ?? null },
  }
}

/** Alt and a press on a corner of the selected shape take the corner away. */
function cut(drawing: Drawing, at: ImagePoint, surface: Surface): Outcome {
  const selected = surface.shapes.find((shape) => shape.id === surface.selectedId)
  const corner =
    selected && mayEdit(selected, surface) ? handleAt(selected.geometry, at, surface.reach) : null
  const geometry = selected && corner !== null ? withoutCorner(selected.geometry, corner) : null
  if (!selected || !geometry || !isDrawable(geometry)) return { drawing }
  return { drawing, edit: { type: 'change', id: selected.id, geometry } }
}

/** A press on the middle of an edge takes hold of a new corner; it is there to stay once it is moved. */
function withNewCorner(shape: EditableShape, at: ImagePoint, reach: number): Drawing | null {
  const edge = edgeMiddles(shape.geometry, reach).find((each) => distance(each.at, at) <= reach)
  const geometry = edge ? withCorner(shape.geometry, edge.index) : null
  return edge && geometry ? editing({ ...shape, geometry }, edge.index + 1, at) : null
}

const mayEdit = ({ isLocked }: EditableShape, { readOnly }: Surface): boolean => !readOnly && !isLocked

function started(tool: ShapeTool, at: ImagePoint, pen: ImagePoint | null): Outcome {
  switch (tool) {
    case 'point':
      return { drawing: { ...nothingDrawn, pen }, edit: { type: 'add', geometry: { kind: tool, ...at } } }
    case 'polygon':
    case 'spline':
    case 'freehand':
      return { drawing: { ...nothingDrawn, stroke: { kind: tool, points: [at], to: at }, pen } }
    case 'angle':
    case 'bidirectional':
      return { drawing: { ...nothingDrawn, stroke: { kind: 'line', tool, points: [at], to: at }, pen } }
    default:
      return { drawing: { ...nothingDrawn, stroke: { kind: 'span', tool, from: at, to: at }, pen } }
  }
}

const editing = ({ id, geometry }: EditableShape, handle: number | null, from: ImagePoint): Drawing => ({
  ...nothingDrawn,
  stroke: { kind: 'edit', id, handle, from, original: geometry, current: geometry, hasMoved: false },
})

function dragged(stroke: Stroke | null, at: ImagePoint, surface: Surface): Stroke | null {
  const { size, reach, pixel = SQUARE } = surface
  if (!stroke) return null
  const point = clampPoint(at, size)
  if (stroke.kind === 'freehand') return { ...stroke, points: [...stroke.points, point], to: point }
  if (stroke.kind === 'line') return { ...stroke, to: aimed(stroke, point, pixel) }
  if (stroke.kind !== 'edit') return { ...stroke, to: point }
  // A click that trembles is a selection, not a move.
  if (!stroke.hasMoved && distance(stroke.from, at) < reach / 2) return stroke
  const current =
    stroke.handle === null
      ? moveBy(stroke.original, at.x - stroke.from.x, at.y - stroke.from.y, size)
      : moveHandle(stroke.original, stroke.handle, point, pixel)
  return { ...stroke, current, hasMoved: true }
}

function released(drawing: Drawing, surface: Surface): Outcome {
  const { stroke, pen } = drawing
  if (stroke?.kind === 'edit') {
    const edit: Edit = { type: 'change', id: stroke.id, geometry: stroke.current }
    const isEdit = stroke.hasMoved && isDrawable(stroke.current)
    return { drawing: { ...drawing, stroke: null }, ...(isEdit && { edit }) }
  }
  if (!stroke || isClicked(stroke) || pen) return { drawing }
  if (stroke.kind === 'line')
    return isDrag(stroke, surface.reach / 2) ? withPoint(drawing, stroke, stroke.to, surface) : { drawing }
  const begin = stroke.kind === 'span' ? stroke.from : stroke.points[0]!
  if (isDrag(stroke, surface.reach / 2)) return finished(drawing)
  // A click that drew nothing means what is under it.
  const edit: Edit = { type: 'select', id: shapeAt(surface.shapes, begin, surface.reach)?.id ?? null }
  return { drawing: { ...drawing, stroke: null }, edit }
}

/** Ends the stroke; what is too small to be meant is dropped. */
function finished(drawing: Drawing): Outcome {
  const { stroke } = drawing
  if (!stroke || stroke.kind === 'edit') return { drawing }
  const geometry = geometryOf(stroke)
  const done = { ...drawing, stroke: null }
  return geometry && isDrawable(geometry)
    ? { drawing: done, edit: { type: 'add', geometry } }
    : { drawing: done }
}

function withVertex(drawing: Drawing, stroke: ClickedStroke, point: ImagePoint, reach: number): Outcome {
  const { points } = stroke
  if (points.length >= 3 && distance(points[0]!, point) <= reach) return closed(drawing)
  // The second press of a double click lands on the vertex that the first one made.
  if (distance(points[points.length - 1]!, point) <= reach / 4) return { drawing }
  if (stroke.kind === 'spline' && points.length >= MOST_SPLINE_POINTS) return { drawing }
  return { drawing: { ...drawing, stroke: { ...stroke, points: [...points, point], to: point } } }
}

/** The next point of a line; the last one that it takes ends it. */
function withPoint(drawing: Drawing, stroke: LineStroke, at: ImagePoint, surface: Surface): Outcome {
  const point = aimed(stroke, at, surface.pixel ?? SQUARE)
  if (distance(stroke.points[stroke.points.length - 1]!, point) < 1) return { drawing }
  const next = { ...stroke, points: [...stroke.points, point], to: point }
  return isComplete(next) ? finished({ ...drawing, stroke: next }) : { drawing: { ...drawing, stroke: next } }
}

/** A contour that encloses nothing yet goes on. */
function closed(drawing: Drawing): Outcome {
  const { stroke } = drawing
  if (!stroke || stroke.kind === 'edit') return { drawing }
  const geometry = geometryOf(stroke)
  return stroke.kind === 'span' || (geometry && isDrawable(geometry)) ? finished(drawing) : { drawing }
}

function penMoved(drawing: Drawing, dx: number, dy: number, surface: Surface): Outcome {
  if (!drawing.pen) return { drawing }
  const pen = clampPoint({ x: drawing.pen.x + dx, y: drawing.pen.y + dy }, surface.size)
  return { drawing: { ...drawing, stroke: dragged(drawing.stroke, pen, surface), pen } }
}

/** Enter sets a point where the crosshair is; without a crosshair (a mouse draws) it finishes the shape. */
function entered(drawing: Drawing, surface: Surface): Outcome {
  const { stroke, pen } = drawing
  if (!pen || surface.readOnly) return closed(drawing)
  if (isClicked(stroke)) return withVertex(drawing, stroke, pen, 0.5)
  if (stroke?.kind === 'line') return withPoint(drawing, stroke, pen, surface)
  if (stroke?.kind === 'freehand') return closed(drawing)
  if (stroke?.kind === 'span') return finished({ ...drawing, stroke: { ...stroke, to: pen } })
  if (surface.tool === 'select') return { drawing }
  return started(surface.tool, pen, pen)
}
