/** What can be drawn on an image, in image pixels. No canvas, no library: pure functions. */
import type { ImagePoint, ImageSize } from './coordinates'

export interface Box {
  readonly kind: 'box'
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export interface Polygon {
  readonly kind: 'polygon'
  readonly points: readonly ImagePoint[]
}

export type Geometry = Box | Polygon

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

export const boxBetween = (a: ImagePoint, b: ImagePoint): Box => ({
  kind: 'box',
  x: Math.min(a.x, b.x),
  y: Math.min(a.y, b.y),
  width: Math.abs(a.x - b.x),
  height: Math.abs(a.y - b.y),
})

/** The corners in drawing order; for a box clockwise from top left. These are also the handles. */
export function vertices(geometry: Geometry): readonly ImagePoint[] {
  if (geometry.kind === 'polygon') return geometry.points
  const { x, y, width, height } = geometry
  return [
    { x, y },
    { x: x + width, y },
    { x: x + width, y: y + height },
    { x, y: y + height },
  ]
}

export function bounds(geometry: Geometry): Bounds {
  const corners = vertices(geometry)
  const xs = corners.map((p) => p.x)
  const ys = corners.map((p) => p.y)
  return { left: Math.min(...xs), top: Math.min(...ys), right: Math.max(...xs), bottom: Math.max(...ys) }
}

/** Area in square pixels, by the shoelace formula. */
export function area(geometry: Geometry): number {
  const corners = vertices(geometry)
  const twice = corners.reduce((sum, p, i) => {
    const next = corners[(i + 1) % corners.length]!
    return sum + p.x * next.y - next.x * p.y
  }, 0)
  return Math.abs(twice) / 2
}

/** Whether it is worth keeping: at least a pixel wide and high, and a polygon needs three corners. */
export function isDrawable(geometry: Geometry): boolean {
  if (vertices(geometry).length < 3) return false
  const { left, top, right, bottom } = bounds(geometry)
  return right - left >= 1 && bottom - top >= 1 && area(geometry) > 0
}

/** Shift a shape, stopping at the edge of the image. */
export function moveBy(geometry: Geometry, dx: number, dy: number, size: ImageSize): Geometry {
  const { left, top, right, bottom } = bounds(geometry)
  const x = Math.min(Math.max(dx, -left), size.columns - right)
  const y = Math.min(Math.max(dy, -top), size.rows - bottom)
  if (geometry.kind === 'box') return { ...geometry, x: geometry.x + x, y: geometry.y + y }
  return { ...geometry, points: geometry.points.map((p) => ({ x: p.x + x, y: p.y + y })) }
}

/** Put one handle somewhere else; of a box the opposite corner stays where it is. */
export function moveVertex(geometry: Geometry, index: number, to: ImagePoint): Geometry {
  if (geometry.kind === 'box') {
    const opposite = vertices(geometry)[(index + 2) % 4]!
    return boxBetween(opposite, to)
  }
  return { ...geometry, points: geometry.points.map((p, i) => (i === index ? to : p)) }
}

/** Grow or shrink towards the bottom right, stopping at one pixel and at the edge of the image. */
export function resizeBy(geometry: Geometry, dx: number, dy: number, size: ImageSize): Geometry {
  const { left, top, right, bottom } = bounds(geometry)
  const width = Math.min(Math.max(right - left + dx, 1), size.columns - left)
  const height = Math.min(Math.max(bottom - top + dy, 1), size.rows - top)
  if (geometry.kind === 'box') return { ...geometry, width, height }
  const scaleX = width / (right - left || 1)
  const scaleY = height / (bottom - top || 1)
  const points = geometry.points.map((p) => ({
    x: left + (p.x - left) * scaleX,
    y: top + (p.y - top) * scaleY,
  }))
  return { ...geometry, points }
}

/** Whether a point lies inside, by the even-odd rule. */
export function contains(geometry: Geometry, p: ImagePoint): boolean {
  const corners = vertices(geometry)
  return corners.reduce((inside, a, i) => {
    const b = corners[(i + 1) % corners.length]!
    const crosses = a.y > p.y !== b.y > p.y && p.x < ((b.x - a.x) * (p.y - a.y)) / (b.y - a.y) + a.x
    return crosses ? !inside : inside
  }, false)
}

function distanceToSegment(p: ImagePoint, a: ImagePoint, b: ImagePoint): number {
  const length = distance(a, b)
  if (length === 0) return distance(p, a)
  const along = ((p.x - a.x) * (b.x - a.x) + (p.y - a.y) * (b.y - a.y)) / length ** 2
  const t = Math.min(Math.max(along, 0), 1)
  return distance(p, { x: a.x + t * (b.x - a.x), y: a.y + t * (b.y - a.y) })
}

export function distanceToOutline(geometry: Geometry, p: ImagePoint): number {
  const corners = vertices(geometry)
  return Math.min(...corners.map((a, i) => distanceToSegment(p, a, corners[(i + 1) % corners.length]!)))
}

/** The handle nearest to a point, if one is within reach. */
export function handleAt(geometry: Geometry, p: ImagePoint, reach: number): number | null {
  const gaps = vertices(geometry).map((corner) => distance(corner, p))
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
