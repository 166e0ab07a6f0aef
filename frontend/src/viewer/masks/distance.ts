/** How far pixels are from the edge of a shape (Felzenszwalb and Huttenlocher, Theory of Computing 2012;8:415–428). */
import type { PixelBox } from './raster'
import type { Runs } from './runs'

/** Millimetres (or anything else) from pixel to pixel. */
export interface PixelSpacing {
  readonly column: number
  readonly row: number
}

/** Far, and still a number that can be reckoned with. */
const FAR = 1e12

/** Of each pixel of a box, row by row: below 0 inside of the shape, above 0 outside, from centre to centre. */
export function distances(runs: Runs, columns: number, box: PixelBox, spacing: PixelSpacing): Float64Array {
  // With a rim, so that a shape that fills the box has an outside too.
  const wide = { left: box.left - 1, top: box.top - 1, right: box.right + 1, bottom: box.bottom + 1 }
  const inside = pixelsIn(runs, columns, wide)
  const outwards = toNearest(inside, wide, spacing, 1)
  const inwards = toNearest(inside, wide, spacing, 0)
  const [width, whole] = [box.right - box.left, wide.right - wide.left]
  const result = new Float64Array(width * (box.bottom - box.top))
  for (let i = 0; i < result.length; i += 1) {
    const at = (Math.floor(i / width) + 1) * whole + (i % width) + 1
    result[i] = Math.sqrt(outwards[at]!) - Math.sqrt(inwards[at]!)
  }
  return result
}

function pixelsIn(runs: Runs, columns: number, box: PixelBox): Uint8Array {
  const width = box.right - box.left
  const pixels = new Uint8Array(width * (box.bottom - box.top))
  for (let i = 0; i < runs.length; i += 2) {
    for (let at = runs[i]!; at < runs[i + 1]!; at += 1) {
      const [row, column] = [Math.floor(at / columns), at % columns]
      if (row < box.top || row >= box.bottom || column < box.left || column >= box.right) continue
      pixels[(row - box.top) * width + column - box.left] = 1
    }
  }
  return pixels
}

/** Squared distances to the nearest pixel of a kind: along the columns first, then along the rows. */
function toNearest(
  pixels: Uint8Array,
  box: PixelBox,
  { column, row }: PixelSpacing,
  kind: 0 | 1,
): Float64Array {
  const [width, height] = [box.right - box.left, box.bottom - box.top]
  const field = Float64Array.from(pixels, (pixel) => (pixel === kind ? 0 : FAR))
  for (let x = 0; x < width; x += 1) lowerEnvelope(field, x, width, height, row)
  for (let y = 0; y < height; y += 1) lowerEnvelope(field, y * width, 1, width, column)
  return field
}

/** Each value of a line becomes the lowest of the parabolas that stand on all of them. */
function lowerEnvelope(
  field: Float64Array,
  start: number,
  step: number,
  count: number,
  spacing: number,
): void {
  const values = Float64Array.from({ length: count }, (_, i) => field[start + i * step]!)
  const feet = new Int32Array(count)
  const from = new Float64Array(count + 1)
  const crossing = (a: number, b: number): number =>
    (values[b]! - values[a]!) / (2 * spacing * spacing * (b - a)) + (a + b) / 2
  let last = 0
  ;[from[0], from[1]] = [-Infinity, Infinity]
  for (let q = 1; q < count; q += 1) {
    let at = crossing(feet[last]!, q)
    while (at <= from[last]!) {
      last -= 1
      at = crossing(feet[last]!, q)
    }
    last += 1
    feet[last] = q
    from[last] = at
    from[last + 1] = Infinity
  }
  for (let q = 0, k = 0; q < count; q += 1) {
    while (from[k + 1]! < q) k += 1
    const foot = feet[k]!
    field[start + q * step] = (spacing * (q - foot)) ** 2 + values[foot]!
  }
}
