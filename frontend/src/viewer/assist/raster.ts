/** Pictures as plain numbers, and what the algorithms of assistance have in common. */
import type { ImagePoint } from '../coordinates'

/** Grey values, row by row. */
export interface Raster {
  readonly columns: number
  readonly rows: number
  readonly values: Float32Array
}

/** One byte for each pixel: 1 inside, 0 outside. */
export interface Mask {
  readonly columns: number
  readonly rows: number
  readonly cells: Uint8Array
}

/** A part of a picture, in its pixels. */
export interface Rect {
  readonly left: number
  readonly top: number
  readonly columns: number
  readonly rows: number
}

export interface Range {
  readonly lower: number
  readonly upper: number
}

export const emptyMask = (columns: number, rows: number): Mask => ({
  columns,
  rows,
  cells: new Uint8Array(columns * rows),
})

export const countOf = ({ cells }: Mask): number => cells.reduce((sum, cell) => sum + cell, 0)

/** The rectangle as far as it lies on the picture. */
export function within({ left, top, columns, rows }: Rect, picture: { columns: number; rows: number }): Rect {
  const [x, y] = [Math.max(0, Math.floor(left)), Math.max(0, Math.floor(top))]
  const right = Math.min(picture.columns, Math.ceil(left + columns))
  const bottom = Math.min(picture.rows, Math.ceil(top + rows))
  return { left: x, top: y, columns: Math.max(0, right - x), rows: Math.max(0, bottom - y) }
}

/** A part of a picture, each of its pixels the mean of a block of `step` × `step`. */
export function cropped(from: Raster, rect: Rect, step = 1): Raster {
  const columns = Math.ceil(rect.columns / step)
  const rows = Math.ceil(rect.rows / step)
  const values = new Float32Array(columns * rows)
  for (let y = 0; y < rows; y++)
    for (let x = 0; x < columns; x++)
      values[y * columns + x] = meanOfBlock(from, rect, x * step, y * step, step)
  return { columns, rows, values }
}

function meanOfBlock(from: Raster, rect: Rect, x: number, y: number, step: number): number {
  const right = Math.min(x + step, rect.columns)
  const bottom = Math.min(y + step, rect.rows)
  let sum = 0
  for (let row = y; row < bottom; row++)
    for (let column = x; column < right; column++)
      sum += from.values[(rect.top + row) * from.columns + rect.left + column]!
  return sum / ((right - x) * (bottom - y))
}

/** As the reader sees it: what lies beyond the window is black or white, and has no edges. */
export function clipped(raster: Raster, range: Range | null): Raster {
  if (!range) return raster
  const { lower, upper } = range
  return { ...raster, values: raster.values.map((value) => Math.min(Math.max(value, lower), upper)) }
}

export const centreOfPixel = (column: number, row: number): ImagePoint => ({ x: column + 0.5, y: row + 0.5 })
