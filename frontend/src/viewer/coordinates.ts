/**
 * The spaces a point can live in, and the ways between them.
 *
 * What is stored is image pixels. Cornerstone (like DICOM) counts from the centre of the first pixel, so its
 * index is our point − 0.5 in both directions.
 */
import { dot, type Triple } from './vectors'

declare const space: unique symbol

/** Image pixels, x along columns, y along rows, origin at the outer top-left corner of the first pixel. */
export interface ImagePoint {
  readonly x: number
  readonly y: number
  readonly [space]?: 'image'
}

/** CSS pixels from the top-left corner of the viewport element. */
export interface CanvasPoint {
  readonly x: number
  readonly y: number
  readonly [space]: 'canvas'
}

/** Cornerstone's and DICOM's index: whole numbers are pixel centres. */
export type IndexPoint = readonly [column: number, row: number] & { readonly [space]: 'index' }

/** Millimetres in the patient (or pixels, where the image has no spacing). */
export type WorldPoint = readonly [x: number, y: number, z: number] & { readonly [space]: 'world' }

/** Where the pixels of one image lie in world space (PS3.3 C.7.6.2.1.1). */
export interface ImagePlane {
  /** Centre of the first pixel. */
  readonly origin: Triple
  /** Unit direction in which the column index grows. */
  readonly columnDirection: Triple
  /** Unit direction in which the row index grows. */
  readonly rowDirection: Triple
  /** Distance between the centres of neighbouring columns. */
  readonly columnSpacing: number
  /** Distance between the centres of neighbouring rows. */
  readonly rowSpacing: number
}

export const imagePoint = (x: number, y: number): ImagePoint => ({ x, y })
export const canvasPoint = (x: number, y: number): CanvasPoint => ({ x, y }) as CanvasPoint
export const indexPoint = (column: number, row: number): IndexPoint => [column, row] as unknown as IndexPoint
export const worldPoint = (x: number, y: number, z: number): WorldPoint => [x, y, z] as unknown as WorldPoint

export const imageToIndex = (p: ImagePoint): IndexPoint => indexPoint(p.x - 0.5, p.y - 0.5)
export const indexToImage = (p: IndexPoint): ImagePoint => imagePoint(p[0] + 0.5, p[1] + 0.5)

export function imageToWorld(plane: ImagePlane, p: ImagePoint): WorldPoint {
  const [column, row] = imageToIndex(p)
  const along = column * plane.columnSpacing
  const down = row * plane.rowSpacing
  const { origin: o, columnDirection: c, rowDirection: r } = plane
  return worldPoint(
    o[0] + c[0] * along + r[0] * down,
    o[1] + c[1] * along + r[1] * down,
    o[2] + c[2] * along + r[2] * down,
  )
}

/** The foot of the point on the plane, in image pixels. */
export function worldToImage(plane: ImagePlane, p: WorldPoint): ImagePoint {
  const { origin: o } = plane
  const from: Triple = [p[0] - o[0], p[1] - o[1], p[2] - o[2]]
  return indexToImage(
    indexPoint(
      dot(from, plane.columnDirection) / plane.columnSpacing,
      dot(from, plane.rowDirection) / plane.rowSpacing,
    ),
  )
}

/** The middle of a picture in the patient; without a size, its first pixel. */
export function centreOf(plane: ImagePlane, size: ImageSize | null): Triple {
  const { columns, rows } = size ?? { columns: 1, rows: 1 }
  return imageToWorld(plane, imagePoint(columns / 2, rows / 2))
}

/** An affine map in the order of SVG's `matrix(a b c d e f)`. */
export interface Affine {
  readonly a: number
  readonly b: number
  readonly c: number
  readonly d: number
  readonly e: number
  readonly f: number
}

export interface ImageSize {
  readonly columns: number
  readonly rows: number
}

/** The map from image pixels to the canvas, read off at three corners of the image. */
export function imageToCanvasTransform(
  { columns, rows }: ImageSize,
  toCanvas: (p: ImagePoint) => CanvasPoint,
): Affine {
  const origin = toCanvas(imagePoint(0, 0))
  const right = toCanvas(imagePoint(columns, 0))
  const bottom = toCanvas(imagePoint(0, rows))
  return {
    a: (right.x - origin.x) / columns,
    b: (right.y - origin.y) / columns,
    c: (bottom.x - origin.x) / rows,
    d: (bottom.y - origin.y) / rows,
    e: origin.x,
    f: origin.y,
  }
}

export const toCanvas = (m: Affine, p: ImagePoint): CanvasPoint =>
  canvasPoint(m.a * p.x + m.c * p.y + m.e, m.b * p.x + m.d * p.y + m.f)

export function toImage(m: Affine, p: CanvasPoint): ImagePoint {
  const determinant = m.a * m.d - m.b * m.c
  const x = p.x - m.e
  const y = p.y - m.f
  return imagePoint((m.d * x - m.c * y) / determinant, (m.a * y - m.b * x) / determinant)
}

/** How many CSS pixels one image pixel takes up (the geometric mean, if the pixels are not square). */
export const scaleOf = (m: Affine): number => Math.sqrt(Math.abs(m.a * m.d - m.b * m.c))

/** What the picture takes up of the canvas, in CSS pixels. */
export function extentOf(m: Affine, { columns, rows }: ImageSize) {
  const corners = [imagePoint(0, 0), imagePoint(columns, 0), imagePoint(columns, rows), imagePoint(0, rows)]
  const [xs, ys] = [corners.map((p) => toCanvas(m, p).x), corners.map((p) => toCanvas(m, p).y)]
  return { left: Math.min(...xs), top: Math.min(...ys), right: Math.max(...xs), bottom: Math.max(...ys) }
}

/** How a picture lies on the screen: turned clockwise by so many degrees after, perhaps, being mirrored. */
export interface Orientation {
  readonly degrees: number
  readonly isMirrored: boolean
}

/** Read off the map itself, so that it is true whatever brought the picture there. */
export function orientationOf(m: Affine): Orientation {
  const isMirrored = m.a * m.d - m.b * m.c < 0
  // Where the rows' direction points; mirrored, the columns grow to the left.
  const turn = Math.atan2(-m.c, m.d) * (180 / Math.PI)
  return { degrees: (Math.round(turn) + 360) % 360, isMirrored }
}

/** A step of so many image pixels towards a side of the screen, along columns or rows. */
export function alongScreen(m: Affine, dx: number, dy: number): ImagePoint {
  const origin = toImage(m, canvasPoint(0, 0))
  const to = toImage(m, canvasPoint(dx, dy))
  const [x, y] = [to.x - origin.x, to.y - origin.y]
  const step = Math.abs(dx) + Math.abs(dy)
  return Math.abs(x) >= Math.abs(y) ? imagePoint(Math.sign(x) * step, 0) : imagePoint(0, Math.sign(y) * step)
}

/** What makes a shape wider (dx) or higher (dy) on the screen: columns and rows change places when it is turned. */
export function growthOnScreen(m: Affine, dx: number, dy: number): ImagePoint {
  const { x } = alongScreen(m, dx, dy)
  return x === 0 ? imagePoint(0, dx + dy) : imagePoint(dx + dy, 0)
}
