/** What is drawn with straight lines: lengths, angles, the two axes of a lesion, arrows. Pure, in image pixels. */
import type { ImagePoint } from './coordinates'

export interface Segment {
  readonly start: ImagePoint
  readonly end: ImagePoint
}

/** A length is measured; an arrow points at its end. */
export interface StraightLine extends Segment {
  readonly kind: 'length' | 'arrow'
}

export interface Angle extends Segment {
  readonly kind: 'angle'
  readonly vertex: ImagePoint
}

/** The longest diameter, and the longest one across it. */
export interface Bidirectional {
  readonly kind: 'bidirectional'
  readonly long: Segment
  readonly short: Segment
}

export type Line = StraightLine | Angle | Bidirectional

/** How many points it takes to draw one. */
export const POINTS_OF_LINE = { length: 2, arrow: 2, angle: 3, bidirectional: 4 } as const

export const isLine = <G extends { kind: string }>(geometry: G): geometry is Extract<G, Line> =>
  geometry.kind in POINTS_OF_LINE

/** How large a pixel is, across and down; only the proportion counts where an angle is meant. */
export interface PixelSize {
  readonly columnMm: number
  readonly rowMm: number
}

export const SQUARE: PixelSize = { columnMm: 1, rowMm: 1 }

/** The points that it is given by, in the order in which they are drawn. */
export function linePoints(line: Line): readonly ImagePoint[] {
  switch (line.kind) {
    case 'angle':
      return [line.start, line.vertex, line.end]
    case 'bidirectional':
      return [line.long.start, line.long.end, line.short.start, line.short.end]
    default:
      return [line.start, line.end]
  }
}

export function lineOf(kind: Line['kind'], points: readonly ImagePoint[]): Line {
  const [a, b, c, d] = points as [ImagePoint, ImagePoint, ImagePoint, ImagePoint]
  switch (kind) {
    case 'angle':
      return { kind, start: a, vertex: b, end: c }
    case 'bidirectional':
      return { kind, long: { start: a, end: b }, short: { start: c, end: d } }
    default:
      return { kind, start: a, end: b }
  }
}

/** The straight parts that are drawn, each from point to point. */
export function strokesOf(line: Line): readonly (readonly ImagePoint[])[] {
  const points = linePoints(line)
  return line.kind === 'bidirectional' ? [points.slice(0, 2), points.slice(2)] : [points]
}

const between = (a: ImagePoint, b: ImagePoint) => ({ x: b.x - a.x, y: b.y - a.y })

export function lengthOf({ start, end }: Segment, { columnMm, rowMm }: PixelSize): number {
  const { x, y } = between(start, end)
  return Math.hypot(x * columnMm, y * rowMm)
}

/** The longer axis and the shorter one, whichever was drawn first: a reader may drag one beyond the other. */
export function axesOf(
  { long, short }: Bidirectional,
  size: PixelSize,
): readonly [long: number, short: number] {
  const [first, second] = [lengthOf(long, size), lengthOf(short, size)]
  return first >= second ? [first, second] : [second, first]
}

/** Degrees at the vertex, from 0 to 180. */
export function degreesOf({ start, vertex, end }: Angle, { columnMm, rowMm }: PixelSize): number {
  const [a, b] = [between(vertex, start), between(vertex, end)]
  const cross = (a.x * b.y - a.y * b.x) * columnMm * rowMm
  const dot = a.x * b.x * columnMm ** 2 + a.y * b.y * rowMm ** 2
  return Math.atan2(Math.abs(cross), dot) * (180 / Math.PI)
}

export const isDrawn = (line: Line): boolean =>
  strokesOf(line).every((points) =>
    points.slice(1).every((point, i) => Math.hypot(point.x - points[i]!.x, point.y - points[i]!.y) >= 1),
  )

export const mapLine = (line: Line, move: (p: ImagePoint) => ImagePoint): Line =>
  lineOf(line.kind, linePoints(line).map(move))

/** The point on the line through `from`, at a right angle to an axis, that is nearest to a point. */
export function across(axis: Segment, from: ImagePoint, to: ImagePoint, size: PixelSize): ImagePoint {
  const { out, length } = directions(axis, size)
  const step = inMm(between(from, to), size)
  const far = out.x * step.x + out.y * step.y
  return length ? inPixels(from, { x: out.x * far, y: out.y * far }, size) : to
}

/** Put one point of a line somewhere else. Two axes keep the angle between them. */
export function moveLinePoint(line: Line, index: number, to: ImagePoint, size: PixelSize): Line {
  const points = linePoints(line).map((point, i) => (i === index ? to : point))
  if (line.kind !== 'bidirectional') return lineOf(line.kind, points)
  const [a, b, c, d] = points as [ImagePoint, ImagePoint, ImagePoint, ImagePoint]
  if (index < 2)
    return { kind: line.kind, long: { start: a, end: b }, short: carried(line, { start: a, end: b }, size) }
  return { kind: line.kind, long: line.long, short: slid(line, index === 2, index === 2 ? c : d, size) }
}

/** The short axis where it was on the long one, as far along and as far out. */
function carried({ long, short }: Bidirectional, to: Segment, size: PixelSize): Segment {
  const [before, after] = [directions(long, size), directions(to, size)]
  if (!before.length || !after.length) return short
  const place = (point: ImagePoint): ImagePoint => {
    const step = inMm(between(long.start, point), size)
    const share = (step.x * before.along.x + step.y * before.along.y) / before.length
    const out = step.x * before.out.x + step.y * before.out.y
    return inPixels(
      to.start,
      {
        x: after.along.x * share * after.length + after.out.x * out,
        y: after.along.y * share * after.length + after.out.y * out,
      },
      size,
    )
  }
  return { start: place(short.start), end: place(short.end) }
}

/** One end goes where it is put; the other follows along the long axis. */
function slid({ long, short }: Bidirectional, isStart: boolean, to: ImagePoint, size: PixelSize): Segment {
  const { along, length } = directions(long, size)
  const step = inMm(between(isStart ? short.start : short.end, to), size)
  const far = length ? step.x * along.x + step.y * along.y : 0
  const other = inPixels(isStart ? short.end : short.start, { x: along.x * far, y: along.y * far }, size)
  return isStart ? { start: to, end: other } : { start: other, end: to }
}

/** Unit directions in millimetres along an axis and out of it; without a length, none. */
function directions({ start, end }: Segment, size: PixelSize) {
  const { x, y } = inMm(between(start, end), size)
  const length = Math.hypot(x, y)
  const along = length ? { x: x / length, y: y / length } : { x: 0, y: 0 }
  return { along, out: { x: -along.y, y: along.x }, length }
}

const inMm = ({ x, y }: ImagePoint, { columnMm, rowMm }: PixelSize) => ({ x: x * columnMm, y: y * rowMm })

const inPixels = (from: ImagePoint, mm: ImagePoint, { columnMm, rowMm }: PixelSize): ImagePoint => ({
  x: from.x + mm.x / columnMm,
  y: from.y + mm.y / rowMm,
})
