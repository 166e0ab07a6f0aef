import { expect, it } from 'vitest'
import { solve, type GridMatrix } from './conjugate-gradients'
import { random } from './phantoms'

const [COLUMNS, ROWS] = [12, 9]

/** Ties at random, and a little more on the diagonal than they take. */
function matrixOf(): GridMatrix {
  const next = random(3)
  const size = COLUMNS * ROWS
  const [diagonal, right, down] = [0, 1, 2].map(() => new Float64Array(size))
  diagonal!.fill(0.01)
  for (let i = 0; i < size; i++) {
    if ((i + 1) % COLUMNS) right![i] = next()
    if (i + COLUMNS < size) down![i] = next()
    for (const [tie, other] of [
      [right![i]!, i + 1],
      [down![i]!, i + COLUMNS],
    ] as const)
      if (tie) {
        diagonal![i]! += tie
        diagonal![other]! += tie
      }
  }
  return { columns: COLUMNS, diagonal: diagonal!, right: right!, down: down! }
}

function product({ diagonal, right, down }: GridMatrix, x: Float64Array): Float64Array {
  return x.map((value, i) => {
    const ties = [
      (i + 1) % COLUMNS ? right[i]! * x[i + 1]! : 0,
      i % COLUMNS ? right[i - 1]! * x[i - 1]! : 0,
      i + COLUMNS < x.length ? down[i]! * x[i + COLUMNS]! : 0,
      i >= COLUMNS ? down[i - COLUMNS]! * x[i - COLUMNS]! : 0,
    ]
    return diagonal[i]! * value - ties.reduce((sum, tie) => sum + tie, 0)
  })
}

it('finds what was multiplied', () => {
  const matrix = matrixOf()
  const next = random(8)
  const wanted = Float64Array.from({ length: COLUMNS * ROWS }, next)
  const { values, residual, iterations } = solve(matrix, product(matrix, wanted), 1e-10, 500)
  expect(residual).toBeLessThan(1e-10)
  expect(iterations).toBeLessThan(60)
  for (const [i, value] of values.entries()) expect(value).toBeCloseTo(wanted[i]!, 6)
})

it('stops where it is told to', () => {
  const matrix = matrixOf()
  expect(solve(matrix, new Float64Array(COLUMNS * ROWS).fill(1), 1e-12, 3).iterations).toBe(3)
})
