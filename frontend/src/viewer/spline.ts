/**
 * Closed curves through the points that a reader sets: centripetal Catmull-Rom splines (Yuksel, Schaefer and Keyser
 * 2011). The server counts pixels by the same arithmetic (`backend/imaging/splines.py`): both sides are held to
 * `backend/tests/vectors/spline.json`.
 */
import type { ImagePoint } from './coordinates'

const PX_PER_STEP = 4
const FEWEST_STEPS = 4
const MOST_STEPS = 32
const FEWEST_POINTS = 3
/** What the server takes. */
export const MOST_SPLINE_POINTS = 500

/** The curve as a polygon: the points themselves, and between them one corner for about four pixels. */
export function sampled(points: readonly ImagePoint[]): readonly ImagePoint[] {
  const knots = withoutRepeats(points)
  if (knots.length < FEWEST_POINTS) return knots
  return knots.flatMap((start, i) => {
    const piece = pieceFrom(knots, i)
    const steps = Math.min(Math.max(Math.ceil(piece.chord / PX_PER_STEP), FEWEST_STEPS), MOST_STEPS)
    const between = Array.from({ length: steps - 1 }, (_, step) => piece.at((step + 1) / steps))
    return [start, ...between]
  })
}

/** The middle of the curve from one point to the next. */
export function middleOf(points: readonly ImagePoint[], index: number): ImagePoint {
  const [start, end] = [points[index]!, points[(index + 1) % points.length]!]
  const knots = withoutRepeats(points)
  const at = knots.findIndex((knot) => isSame(knot, start))
  return isSame(start, end) || knots.length < FEWEST_POINTS || at < 0 ? start : pieceFrom(knots, at).at(0.5)
}

const isSame = (a: ImagePoint, b: ImagePoint): boolean => a.x === b.x && a.y === b.y

/** A point in the place of the one before it says nothing, nor does a last one in the place of the first. */
function withoutRepeats(points: readonly ImagePoint[]): readonly ImagePoint[] {
  const found = points
    .filter((point, i) => i === 0 || !isSame(point, points[i - 1]!))
    .map(({ x, y }): ImagePoint => ({ x, y }))
  return found.length > 1 && isSame(found[found.length - 1]!, found[0]!) ? found.slice(0, -1) : found
}

/** The curve from one point to the next (Barry and Goldman's pyramid, knots by the root of chords). */
function pieceFrom(knots: readonly ImagePoint[], index: number) {
  const knot = (step: number) => knots[(index + step + knots.length) % knots.length]!
  const [before, start, end, after] = [knot(-1), knot(0), knot(1), knot(2)]
  const chord = distance(start, end)
  const t1 = Math.sqrt(distance(before, start))
  const t2 = t1 + Math.sqrt(chord)
  const t3 = t2 + Math.sqrt(distance(end, after))
  const at = (share: number): ImagePoint => {
    const t = t1 + (t2 - t1) * share
    const a1 = blend(before, start, 0, t1, t)
    const a2 = blend(start, end, t1, t2, t)
    const a3 = blend(end, after, t2, t3, t)
    return blend(blend(a1, a2, 0, t2, t), blend(a2, a3, t1, t3, t), t1, t2, t)
  }
  return { chord, at }
}

function blend(one: ImagePoint, other: ImagePoint, t0: number, t1: number, t: number): ImagePoint {
  const share = (t - t0) / (t1 - t0)
  return { x: one.x + (other.x - one.x) * share, y: one.y + (other.y - one.y) * share }
}

/** By a plain root, which every language rounds alike. */
function distance(one: ImagePoint, other: ImagePoint): number {
  const [across, down] = [other.x - one.x, other.y - one.y]
  return Math.sqrt(across * across + down * down)
}
