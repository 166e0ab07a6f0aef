/** What is being drawn, and what becomes of it. Pure, in image pixels. */
import type { ImagePoint } from './coordinates'
import { between, distance, type Framed, type Geometry } from './geometry'
import {
  across,
  lineOf,
  POINTS_OF_LINE,
  type Angle,
  type Bidirectional,
  type PixelSize,
  type StraightLine,
} from './lines'
import { thinned } from './thinned'

/** Drawn from one point to another. */
export interface SpanStroke {
  readonly kind: 'span'
  readonly tool: Framed['kind'] | StraightLine['kind']
  readonly from: ImagePoint
  readonly to: ImagePoint
}

/** Point by point, until it is closed. */
export interface ClickedStroke extends Path {
  readonly kind: 'polygon' | 'spline'
}

export interface HandStroke extends Path {
  readonly kind: 'freehand'
}

interface Path {
  readonly points: readonly ImagePoint[]
  /** Where the pointer is; of a freehand stroke that is its last point. */
  readonly to: ImagePoint
}

/** Drawn point after point, as many as it takes: pressed, or dragged from one to the next. */
export interface LineStroke {
  readonly kind: 'line'
  readonly tool: (Angle | Bidirectional)['kind']
  readonly points: readonly ImagePoint[]
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

/** A shape that is not finished. */
export type NewStroke = SpanStroke | ClickedStroke | HandStroke | LineStroke
export type Stroke = NewStroke | EditStroke

export const isClicked = (stroke: Stroke | null): stroke is ClickedStroke =>
  stroke?.kind === 'polygon' || stroke?.kind === 'spline'

/** The shape as it is; null while a line lacks points. */
export function geometryOf(stroke: NewStroke): Geometry | null {
  switch (stroke.kind) {
    case 'span':
      return between(stroke.tool, stroke.from, stroke.to)
    case 'line':
      return isComplete(stroke) ? lineOf(stroke.tool, stroke.points) : null
    case 'freehand':
      return { kind: stroke.kind, points: thinned(stroke.points) }
    default:
      return { kind: stroke.kind, points: stroke.points }
  }
}

export const isComplete = ({ tool, points }: LineStroke): boolean => points.length === POINTS_OF_LINE[tool]

/** Whether the pointer went anywhere; a freehand stroke may end where it began. */
export function isDrag(stroke: NewStroke, reach: number): boolean {
  switch (stroke.kind) {
    case 'span':
      return distance(stroke.from, stroke.to) > reach
    case 'line':
      return distance(stroke.points[stroke.points.length - 1]!, stroke.to) > reach
    default:
      return stroke.points.some((p) => distance(stroke.points[0]!, p) > reach)
  }
}

/** Where the next point of a line comes: that of a short axis across the long one. */
export function aimed(stroke: LineStroke, to: ImagePoint, pixel: PixelSize): ImagePoint {
  const [start, end, from] = stroke.points
  if (stroke.tool !== 'bidirectional' || !start || !end || !from) return to
  return across({ start, end }, from, to, pixel)
}

/** Null where nothing is left of it, or nothing can be taken back point by point. */
export function withoutLastPoint(stroke: Stroke | null): Stroke | null {
  if (!stroke || stroke.kind === 'edit' || stroke.kind === 'span' || stroke.points.length < 2) return null
  const points = stroke.points.slice(0, -1)
  return { ...stroke, points, to: stroke.kind === 'freehand' ? points[points.length - 1]! : stroke.to }
}
