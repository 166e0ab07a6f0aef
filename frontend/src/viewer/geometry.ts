/** What can be drawn on an image, in image pixels. No canvas, no library: pure functions. */
import type { ImagePoint, ImageSize } from './coordinates'
import {
  isDrawn,
  isLine,
  linePoints,
  mapLine,
  moveLinePoint,
  SQUARE,
  strokesOf,
  type Line,
  type PixelSize,
  type StraightLine,
} from './lines'
import { sampled } from './spline'

/** Given by the box it fills: a box is that box, an ellipse touches it from inside. */
export interface Framed {
  readonly kind: 'box' | 'ellipse'
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** Closed: the last point joins the first; a spline does so smoothly. */
export interface Contour {
  readonly kind: 'polygon' | 'freehand' | 'spline'
  readonly points: readonly ImagePoint[]
}

export interface Mark {
  readonly kind: 'point'
  readonly x: number
  readonly y: number
}

export type Geometry = Framed | Contour | Mark | Line

export interface Bounds {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

export const distance = (a: ImagePoint, b: ImagePoint): number => Math.hypot(a.x - b.x, a.y - b.y)

export const clampPoint = (p: ImagePoint, { columns, rows }: ImageSize): ImagePoint => ({
  x: Math.min(Math.max(p.x, 0), columns),
  y: Math.min(Math.max(p.y, 0), rows),
})

/** What two points span: from corner to corner, or from end to end. */
export function between(kind: Framed['kind'] | StraightLine['kind'], a: ImagePoint, b: ImagePoint): Geometry {
  if (kind === 'length' || kind === 'arrow') return { kind, start: a, end: b }
  const left = Math.min(a.x, b.x)
  const top = Math.min(a.y, b.y)
  return { kind, x: left, y: top, width: Math.abs(a.x - b.x), height: Math.abs(a.y - b.y) }
}

/** Whether it has an inside. */
export const isClosed = (geometry: Geometry): geometry is Framed | Contour =>
  geometry.kind !== 'point' && !isLine(geometry)

const corners = ({ left, top, right, bottom }: Bounds): ImagePoint[] => [
  { x: left, y: top },
  { x: right, y: top },
  { x: right, y: bottom },
  { x: left, y: bottom },
]

const framed = ({ x, y, width, height }: Framed): Bounds => ({
  left: x,
  top: y,
  right: x + width,
  bottom: y + height,
})

/** So many that nobody sees the corners: on a radius of 500 CSS pixels they are off by a quarter of one. */
const ELLIPSE_POINTS = 96

function aroundEllipse({ x, y, width, height }: Framed): ImagePoint[] {
  return Array.from({ length: ELLIPSE_POINTS }, (_, i) => {
    const turn = (2 * Math.PI * i) / ELLIPSE_POINTS
    return { x: x + (width / 2) * (1 + Math.cos(turn)), y: y + (height / 2) * (1 + Math.sin(turn)) }
  })
}

/** The line that is drawn, in order. */
export function outline(geometry: Geometry): readonly ImagePoint[] {
  switch (geometry.kind) {
    case 'box':
      return corners(framed(geometry))
    case 'ellipse':
      return aroundEllipse(geometry)
    case 'polygon':
    case 'freehand':
      return geometry.points
    case 'spline':
      return sampled(geometry.points)
    case 'point':
      return [{ x: geometry.x, y: geometry.y }]
    default:
      return linePoints(geometry)
  }
}

/**
 * Where it can be taken hold of: its own points, or the corners of its bounds (clockwise from top left) where
 * it has too many or none.
 */
export function handles(geometry: Geometry): readonly ImagePoint[] {
  if (hasCornerHandles(geometry)) return corners(bounds(geometry))
  return geometry.kind === 'spline' ? geometry.points : outline(geometry)
}

const hasCornerHandles = ({ kind }: Geometry): boolean =>
  kind === 'box' || kind === 'ellipse' || kind === 'freehand'

export function bounds(geometry: Geometry): Bounds {
  if (geometry.kind === 'box' || geometry.kind === 'ellipse') return framed(geometry)
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const { x, y } of outline(geometry)) {
    left = Math.min(left, x)
    top = Math.min(top, y)
    right = Math.max(right, x)
    bottom = Math.max(bottom, y)
  }
  return { left, top, right, bottom }
}

/** Area in square pixels: an ellipse's by its axes, others' by the shoelace formula. */
export function area(geometry: Geometry): number {
  if (!isClosed(geometry)) return 0
  if (geometry.kind === 'ellipse') return (Math.PI / 4) * geometry.width * geometry.height
  const points = outline(geometry)
  const twice = points.reduce((sum, p, i) => {
    const next = points[(i + 1) % points.length]!
    return sum + p.x * next.y - next.x * p.y
  }, 0)
  return Math.abs(twice) / 2
}

/** Whether it is worth keeping: a pixel wide and high at least, or each line a pixel long; a point always is. */
export function isDrawable(geometry: Geometry): boolean {
  if (geometry.kind === 'point') return true
  if (isLine(geometry)) return isDrawn(geometry)
  const { left, top, right, bottom } = bounds(geometry)
  return right - left >= 1 && bottom - top >= 1 && area(geometry) > 0
}

function mapped(geometry: Geometry, move: (p: ImagePoint) => ImagePoint): Geometry {
  switch (geometry.kind) {
    case 'box':
    case 'ellipse': {
      const { x, y, width, height } = geometry
      return between(geometry.kind, move({ x, y }), move({ x: x + width, y: y + height }))
    }
    case 'polygon':
    case 'freehand':
    case 'spline':
      return { ...geometry, points: geometry.points.map(move) }
    case 'point':
      return { ...geometry, ...move(geometry) }
    default:
      return mapLine(geometry, move)
  }
}

/** Shift a shape, stopping at the edge of the image. */
export function moveBy(geometry: Geometry, dx: number, dy: number, size: ImageSize): Geometry {
  const { left, top, right, bottom } = bounds(geometry)
  const x = Math.min(Math.max(dx, -left), size.columns - right)
  const y = Math.min(Math.max(dy, -top), size.rows - bottom)
  return mapped(geometry, (p) => ({ x: p.x + x, y: p.y + y }))
}

/** Put one handle somewhere else; where these are corners, the opposite one stays where it is. */
export function moveHandle(
  geometry: Geometry,
  index: number,
  to: ImagePoint,
  pixel: PixelSize = SQUARE,
): Geometry {
  switch (geometry.kind) {
    case 'box':
    case 'ellipse':
      return between(geometry.kind, handles(geometry)[(index + 2) % 4]!, to)
    case 'freehand':
      return stretched(geometry, index, to)
    case 'polygon':
    case 'spline':
      return { ...geometry, points: geometry.points.map((p, i) => (i === index ? to : p)) }
    case 'point':
      return { ...geometry, x: to.x, y: to.y }
    default:
      return moveLinePoint(geometry, index, to, pixel)
  }
}

/** Scale a shape so that one corner of its bounds comes to a point and the opposite one stays. */
function stretched(geometry: Geometry, index: number, to: ImagePoint): Geometry {
  const grips = corners(bounds(geometry))
  const [held, fixed] = [grips[index]!, grips[(index + 2) % 4]!]
  const scaleX = (to.x - fixed.x) / (held.x - fixed.x || 1)
  const scaleY = (to.y - fixed.y) / (held.y - fixed.y || 1)
  return mapped(geometry, (p) => ({
    x: fixed.x + (p.x - fixed.x) * scaleX,
    y: fixed.y + (p.y - fixed.y) * scaleY,
  }))
}

const BOTTOM_RIGHT = 2

/**
 * Grow or shrink towards the bottom right, stopping at one pixel and at the edge of the image. Of a line the end
 * moves, of two axes that of the long one; a point has no size.
 */
export function resizeBy(
  geometry: Geometry,
  dx: number,
  dy: number,
  size: ImageSize,
  pixel: PixelSize = SQUARE,
): Geometry {
  if (geometry.kind === 'point') return geometry
  if (isLine(geometry)) return withEndMoved(geometry, dx, dy, size, pixel)
  const { left, top, right, bottom } = bounds(geometry)
  const x = Math.min(Math.max(right + dx, left + 1), Math.max(size.columns, right))
  const y = Math.min(Math.max(bottom + dy, top + 1), Math.max(size.rows, bottom))
  const to = { x, y }
  return geometry.kind === 'polygon' || geometry.kind === 'spline'
    ? stretched(geometry, BOTTOM_RIGHT, to)
    : moveHandle(geometry, BOTTOM_RIGHT, to)
}

function withEndMoved(line: Line, dx: number, dy: number, size: ImageSize, pixel: PixelSize): Line {
  const index = line.kind === 'angle' ? 2 : 1
  const end = linePoints(line)[index]!
  const moved = moveLinePoint(line, index, clampPoint({ x: end.x + dx, y: end.y + dy }, size), pixel)
  return isDrawn(moved) ? moved : line
}

/** Whether a point lies inside, by the even-odd rule. */
export function contains(geometry: Geometry, p: ImagePoint): boolean {
  if (!isClosed(geometry)) return false
  const points = outline(geometry)
  return points.reduce((inside, a, i) => {
    const b = points[(i + 1) % points.length]!
    const crosses = a.y > p.y !== b.y > p.y && p.x < ((b.x - a.x) * (p.y - a.y)) / (b.y - a.y) + a.x
    return crosses ? !inside : inside
  }, false)
}

export function distanceToSegment(p: ImagePoint, a: ImagePoint, b: ImagePoint): number {
  const length = distance(a, b)
  if (length === 0) return distance(p, a)
  const along = ((p.x - a.x) * (b.x - a.x) + (p.y - a.y) * (b.y - a.y)) / length ** 2
  const t = Math.min(Math.max(along, 0), 1)
  return distance(p, { x: a.x + t * (b.x - a.x), y: a.y + t * (b.y - a.y) })
}

export function distanceToOutline(geometry: Geometry, p: ImagePoint): number {
  if (isLine(geometry)) {
    const parts = strokesOf(geometry).flatMap((points) =>
      points.slice(1).map((end, i) => distanceToSegment(p, points[i]!, end)),
    )
    return Math.min(...parts)
  }
  const points = outline(geometry)
  return Math.min(...points.map((a, i) => distanceToSegment(p, a, points[(i + 1) % points.length]!)))
}

/** The handle nearest to a point, if one is within reach. */
export function handleAt(geometry: Geometry, p: ImagePoint, reach: number): number | null {
  const gaps = handles(geometry).map((grip) => distance(grip, p))
  const nearest = Math.min(...gaps)
  return nearest <= reach ? gaps.indexOf(nearest) : null
}

/** The shape a pointer means: the one whose outline is in reach, else the smallest it is inside of. */
export function shapeAt<S extends { geometry: Geometry }>(
  shapes: readonly S[],
  p: ImagePoint,
  reach: number,
): S | null {
  const byArea = [...shapes].sort((a, b) => area(a.geometry) - area(b.geometry))
  return (
    byArea.find((shape) => distanceToOutline(shape.geometry, p) <= reach) ??
    byArea.find((shape) => contains(shape.geometry, p)) ??
    null
  )
}
