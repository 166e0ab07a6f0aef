/** The corners of polygons and splines: added in the middle of an edge, taken away. Pure, in image pixels. */
import type { ImagePoint } from './coordinates'
import { distance, type Contour, type Geometry } from './geometry'
import { middleOf, MOST_SPLINE_POINTS } from './spline'

const FEWEST_CORNERS = 3
/** An edge shorter than so many reaches has no room for a handle of its own. */
const ROOM_FOR_A_HANDLE = 4

export interface EdgeMiddle {
  /** Of the corner that the edge begins at. */
  readonly index: number
  readonly at: ImagePoint
}

/** A contour stroked by hand has too many points to be worked on one by one. */
export const hasCorners = (geometry: Geometry): geometry is Contour =>
  geometry.kind === 'polygon' || geometry.kind === 'spline'

/** Where corners can be added: the middles of the edges that are long enough to be told apart. */
export function edgeMiddles(geometry: Geometry, reach: number): readonly EdgeMiddle[] {
  if (!mayGrow(geometry)) return []
  return geometry.points.flatMap((point, index) => {
    const next = geometry.points[(index + 1) % geometry.points.length]!
    return distance(point, next) >= ROOM_FOR_A_HANDLE * reach ? [{ index, at: middle(geometry, index) }] : []
  })
}

/** With a corner in the middle of the edge that begins at another. */
export function withCorner(geometry: Geometry, index: number): Geometry | null {
  if (!mayGrow(geometry)) return null
  return { ...geometry, points: geometry.points.toSpliced(index + 1, 0, middle(geometry, index)) }
}

/** Without one of its corners; null where it needs them all. */
export function withoutCorner(geometry: Geometry, index: number): Geometry | null {
  if (!hasCorners(geometry) || geometry.points.length <= FEWEST_CORNERS) return null
  return { ...geometry, points: geometry.points.toSpliced(index, 1) }
}

const mayGrow = (geometry: Geometry): geometry is Contour =>
  hasCorners(geometry) && (geometry.kind === 'polygon' || geometry.points.length < MOST_SPLINE_POINTS)

function middle({ kind, points }: Contour, index: number): ImagePoint {
  if (kind === 'spline') return middleOf(points, index)
  const [a, b] = [points[index]!, points[(index + 1) % points.length]!]
  return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 }
}
