/**
 * Grady, "Random walks for image segmentation", IEEE Transactions on Pattern Analysis and Machine Intelligence 28
 * (2006) 1768-1783, with two labels: the object is where a walker who does not like to cross edges would meet a
 * seed of the object before one of the background.
 */
import { solve, type GridMatrix, type Solution } from './conjugate-gradients'
import { emptyMask, type Mask, type Raster } from './raster'

export const UNKNOWN = 0
export const OBJECT = 1
export const BACKGROUND = 2

/** How unwilling the walker is, for differences in parts of the greatest one; Grady takes 90 without smoothing. */
const BETA = 200
/** No edge holds a walker for ever, or the equations would fall apart. */
const LEAST_WEIGHT = 1e-6
/** The chances are right to about a thousandth: half is what counts. */
const TOLERANCE = 1e-4
const MOST_ITERATIONS = 2000

export interface Walk extends Solution {
  readonly mask: Mask
}

/** Seeds hold UNKNOWN, OBJECT or BACKGROUND for each pixel. */
export function randomWalker(raster: Raster, seeds: Uint8Array, beta = BETA): Walk {
  const { matrix, rightHand } = equations(raster, seeds, beta)
  const solution = solve(matrix, rightHand, TOLERANCE, MOST_ITERATIONS)
  const mask = emptyMask(raster.columns, raster.rows)
  solution.values.forEach((chance, i) => (mask.cells[i] = chance > 0.5 ? 1 : 0))
  return { ...solution, mask }
}

/** Seeds are tied to nothing; what ties a pixel to one of the object goes to the right-hand side. */
function equations({ columns, rows, values }: Raster, seeds: Uint8Array, beta: number) {
  const [diagonal, right, down, rightHand] = Array.from(
    { length: 4 },
    () => new Float64Array(values.length),
  ) as [Float64Array, Float64Array, Float64Array, Float64Array]
  const sharpness = beta / greatestStep({ columns, rows, values }) ** 2
  const tie = (p: number, q: number, ties: Float64Array) => {
    const weight = Math.exp(-sharpness * (values[p]! - values[q]!) ** 2) + LEAST_WEIGHT
    diagonal[p]! += weight
    diagonal[q]! += weight
    if (!seeds[p] && !seeds[q]) ties[p] = weight
    else if (!seeds[p] && seeds[q] === OBJECT) rightHand[p]! += weight
    else if (!seeds[q] && seeds[p] === OBJECT) rightHand[q]! += weight
  }
  for (let y = 0, i = 0; y < rows; y++)
    for (let x = 0; x < columns; x++, i++) {
      if (x + 1 < columns) tie(i, i + 1, right)
      if (y + 1 < rows) tie(i, i + columns, down)
    }
  seeds.forEach((seed, i) => {
    if (seed === UNKNOWN) return
    diagonal[i] = 1
    rightHand[i] = seed === OBJECT ? 1 : 0
  })
  const matrix: GridMatrix = { columns, diagonal, right, down }
  return { matrix, rightHand }
}

function greatestStep({ columns, rows, values }: Raster): number {
  let greatest = 0
  for (let y = 0, i = 0; y < rows; y++)
    for (let x = 0; x < columns; x++, i++) {
      if (x + 1 < columns) greatest = Math.max(greatest, Math.abs(values[i]! - values[i + 1]!))
      if (y + 1 < rows) greatest = Math.max(greatest, Math.abs(values[i]! - values[i + columns]!))
    }
  return greatest || 1
}
