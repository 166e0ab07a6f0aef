/** Pictures made in code, of which the right answer is known. Used by tests alone. */
import { emptyMask, type Mask, type Raster } from './raster'

/** The same numbers every time (mulberry32). */
export function random(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

/** Of the standard normal distribution (Box and Muller). */
export const normal = (next: () => number): number =>
  Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next())

export type Inside = (x: number, y: number) => boolean

export const disc =
  (cx: number, cy: number, radius: number): Inside =>
  (x, y) =>
    Math.hypot(x - cx, y - cy) <= radius

/** A disc whose radius goes up and down on the way round. */
export const lobed =
  (cx: number, cy: number, radius: number, lobes: number, depth: number): Inside =>
  (x, y) =>
    Math.hypot(x - cx, y - cy) <= radius * (1 + depth * Math.cos(lobes * Math.atan2(y - cy, x - cx)))

export function maskOf(columns: number, rows: number, inside: Inside): Mask {
  const mask = emptyMask(columns, rows)
  for (let y = 0, i = 0; y < rows; y++)
    for (let x = 0; x < columns; x++, i++) mask.cells[i] = inside(x + 0.5, y + 0.5) ? 1 : 0
  return mask
}

/** Grey values by place, with noise. */
export function painted(
  columns: number,
  rows: number,
  value: (x: number, y: number) => number,
  noise = 0,
  seed = 1,
): Raster {
  const next = random(seed)
  const values = new Float32Array(columns * rows)
  for (let y = 0, i = 0; y < rows; y++)
    for (let x = 0; x < columns; x++, i++) values[i] = value(x + 0.5, y + 0.5) + noise * normal(next)
  return { columns, rows, values }
}

export function dice(a: Mask, b: Mask): number {
  let [both, sum] = [0, 0]
  for (let i = 0; i < a.cells.length; i++) {
    both += a.cells[i]! & b.cells[i]!
    sum += a.cells[i]! + b.cells[i]!
  }
  return sum === 0 ? 1 : (2 * both) / sum
}
