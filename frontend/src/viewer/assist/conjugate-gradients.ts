/**
 * Linear equations on a grid where every pixel is tied to its four neighbours: conjugate gradients (Hestenes and
 * Stiefel 1952), preconditioned by the incomplete Cholesky factor of Meijerink and van der Vorst (1977).
 */

/** A symmetric positive definite matrix: its diagonal, and how strongly a pixel is tied to the next ones. */
export interface GridMatrix {
  readonly columns: number
  readonly diagonal: Float64Array
  /** To the pixel on the right, taken with a minus sign; 0 where nothing ties them. */
  readonly right: Float64Array
  /** To the pixel beneath. */
  readonly down: Float64Array
}

export interface Solution {
  readonly values: Float64Array
  readonly iterations: number
  /** What is left of the right-hand side, in parts of it. */
  readonly residual: number
}

/** Until the residual is less than the tolerance, in parts of the right-hand side. */
export function solve(
  matrix: GridMatrix,
  rightHand: Float64Array,
  tolerance: number,
  most: number,
): Solution {
  const size = rightHand.length
  const values = new Float64Array(size)
  const left = Float64Array.from(rightHand)
  const pivots = pivotsOf(matrix)
  const eased = precondition(matrix, pivots, left, new Float64Array(size))
  const direction = Float64Array.from(eased)
  const image = new Float64Array(size)
  const whole = Math.sqrt(dot(rightHand, rightHand)) || 1
  let energy = dot(left, eased)
  let iterations = 0
  for (; iterations < most && Math.sqrt(dot(left, left)) > tolerance * whole; iterations++) {
    multiply(matrix, direction, image)
    const step = energy / dot(direction, image)
    for (let i = 0; i < size; i++) {
      values[i]! += step * direction[i]!
      left[i]! -= step * image[i]!
    }
    precondition(matrix, pivots, left, eased)
    const before = energy
    energy = dot(left, eased)
    for (let i = 0; i < size; i++) direction[i] = eased[i]! + (energy / before) * direction[i]!
  }
  return { values, iterations, residual: Math.sqrt(dot(left, left)) / whole }
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!
  return sum
}

function multiply({ columns, diagonal, right, down }: GridMatrix, x: Float64Array, into: Float64Array): void {
  for (let i = 0; i < x.length; i++) {
    let sum = diagonal[i]! * x[i]!
    if (right[i]! !== 0) sum -= right[i]! * x[i + 1]!
    if (down[i]! !== 0) sum -= down[i]! * x[i + columns]!
    if (i > 0 && right[i - 1]! !== 0) sum -= right[i - 1]! * x[i - 1]!
    if (i >= columns && down[i - columns]! !== 0) sum -= down[i - columns]! * x[i - columns]!
    into[i] = sum
  }
}

/** The diagonal of the factor, with no entry beside those of the matrix. */
function pivotsOf({ columns, diagonal, right, down }: GridMatrix): Float64Array {
  const pivots = Float64Array.from(diagonal)
  for (let i = 1; i < pivots.length; i++) {
    pivots[i]! -= right[i - 1]! ** 2 / pivots[i - 1]!
    if (i >= columns) pivots[i]! -= down[i - columns]! ** 2 / pivots[i - columns]!
  }
  return pivots
}

/** One substitution forward and one back. */
function precondition(
  { columns, right, down }: GridMatrix,
  pivots: Float64Array,
  from: Float64Array,
  into: Float64Array,
): Float64Array {
  for (let i = 0; i < from.length; i++) {
    let sum = from[i]!
    if (i > 0) sum += right[i - 1]! * into[i - 1]!
    if (i >= columns) sum += down[i - columns]! * into[i - columns]!
    into[i] = sum / pivots[i]!
  }
  for (let i = from.length - 1; i >= 0; i--) {
    let sum = 0
    if (right[i]! !== 0) sum += right[i]! * into[i + 1]!
    if (down[i]! !== 0) sum += down[i]! * into[i + columns]!
    into[i]! += sum / pivots[i]!
  }
  return into
}
