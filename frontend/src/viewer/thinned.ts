/** A stroke of the hand with as few points as say the same. */
import type { ImagePoint } from './coordinates'
import { distanceToSegment } from './geometry'

/** How far the line may be off, in image pixels: well below the half pixel that anybody can mean. */
const TOLERANCE = 0.1
/** What the server takes. */
const MOST_POINTS = 10_000

/** Parts of a stroke are looked at one by one: in the worst case the work goes by the square of their length. */
const PART = 500

export function thinned(points: readonly ImagePoint[]): readonly ImagePoint[] {
  const stride = Math.ceil(points.length / MOST_POINTS)
  const few = stride > 1 ? points.filter((_, i) => i % stride === 0) : points
  const parts = Array.from({ length: Math.ceil(few.length / PART) }, (_, i) =>
    withoutNeedless(few.slice(i * PART, (i + 1) * PART)),
  )
  return parts.flat()
}

/** Ramer, Douglas and Peucker: of a part keep the point that is farthest off, while it is off by too much. */
function withoutNeedless(points: readonly ImagePoint[]): ImagePoint[] {
  const isKept = points.map((_, i) => i === 0 || i === points.length - 1)
  const parts: [first: number, last: number][] = [[0, points.length - 1]]
  for (let part = parts.pop(); part; part = parts.pop()) {
    const farthest = farthestBetween(points, ...part)
    if (farthest.distance <= TOLERANCE) continue
    isKept[farthest.index] = true
    parts.push([part[0], farthest.index], [farthest.index, part[1]])
  }
  return points.filter((_, i) => isKept[i])
}

function farthestBetween(points: readonly ImagePoint[], first: number, last: number) {
  let [index, distance] = [first, 0]
  for (let i = first + 1; i < last; i++) {
    const off = distanceToSegment(points[i]!, points[first]!, points[last]!)
    if (off > distance) [index, distance] = [i, off]
  }
  return { index, distance }
}
