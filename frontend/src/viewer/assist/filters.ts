/** Smoothing and derivatives of a picture; beyond its border the nearest pixel goes on. */
import type { Raster } from './raster'

/** How many standard deviations of a Gaussian are summed each way. */
const REACH = 3

function gaussian(sigma: number): Float32Array {
  const radius = Math.ceil(REACH * sigma)
  const kernel = Float32Array.from({ length: 2 * radius + 1 }, (_, i) =>
    Math.exp(-((i - radius) ** 2) / (2 * sigma * sigma)),
  )
  const sum = kernel.reduce((total, value) => total + value, 0)
  return kernel.map((value) => value / sum)
}

export function blurred(raster: Raster, sigma: number): Raster {
  const kernel = gaussian(sigma)
  return alongColumns(alongRows(raster, kernel), kernel)
}

function alongRows({ columns, rows, values }: Raster, kernel: Float32Array): Raster {
  const radius = (kernel.length - 1) / 2
  const result = new Float32Array(values.length)
  for (let y = 0; y < rows; y++) {
    const row = y * columns
    for (let x = 0; x < columns; x++) {
      let sum = 0
      for (let k = -radius; k <= radius; k++) {
        const at = Math.min(Math.max(x + k, 0), columns - 1)
        sum += kernel[k + radius]! * values[row + at]!
      }
      result[row + x] = sum
    }
  }
  return { columns, rows, values: result }
}

/** Row after row, so that memory is read in order. */
function alongColumns({ columns, rows, values }: Raster, kernel: Float32Array): Raster {
  const radius = (kernel.length - 1) / 2
  const result = new Float32Array(values.length)
  for (let y = 0; y < rows; y++)
    for (let k = -radius; k <= radius; k++) {
      const from = Math.min(Math.max(y + k, 0), rows - 1) * columns
      const weight = kernel[k + radius]!
      for (let x = 0; x < columns; x++) result[y * columns + x]! += weight * values[from + x]!
    }
  return { columns, rows, values: result }
}

export interface Gradient {
  readonly dx: Float32Array
  readonly dy: Float32Array
  readonly magnitude: Float32Array
  readonly steepest: number
}

/** Central differences. */
export function gradientOf({ columns, rows, values }: Raster): Gradient {
  const [dx, dy, magnitude] = [0, 1, 2].map(() => new Float32Array(values.length)) as [
    Float32Array,
    Float32Array,
    Float32Array,
  ]
  let steepest = 0
  for (let y = 0, i = 0; y < rows; y++) {
    const up = y > 0 ? -columns : 0
    const down = y < rows - 1 ? columns : 0
    for (let x = 0; x < columns; x++, i++) {
      dx[i] = (values[i + (x < columns - 1 ? 1 : 0)]! - values[i - (x > 0 ? 1 : 0)]!) / 2
      dy[i] = (values[i + down]! - values[i + up]!) / 2
      magnitude[i] = Math.hypot(dx[i]!, dy[i]!)
      steepest = Math.max(steepest, magnitude[i]!)
    }
  }
  return { dx, dy, magnitude, steepest }
}

/** The sum of the second differences in both directions. */
export function laplacianOf({ columns, rows, values }: Raster): Float32Array {
  const result = new Float32Array(values.length)
  for (let y = 0, i = 0; y < rows; y++) {
    const up = y > 0 ? -columns : 0
    const down = y < rows - 1 ? columns : 0
    for (let x = 0; x < columns; x++, i++) {
      const sides = values[i - (x > 0 ? 1 : 0)]! + values[i + (x < columns - 1 ? 1 : 0)]!
      result[i] = sides + values[i + up]! + values[i + down]! - 4 * values[i]!
    }
  }
  return result
}
