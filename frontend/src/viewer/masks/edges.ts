/** The lines between what is set and what is not. */
import type { PixelBox, Raster } from './raster'

/** Lines between corners of pixels: x, y, x, y … two points each. */
export type Edges = readonly number[]

/**
 * The edges above and to the left of the pixels of a box; at the end of the picture also those below and to the
 * right. The boxes of a picture give each of its edges once.
 */
export function edgesOf(raster: Raster, box: PixelBox): Edges {
  const { columns, rows } = raster.size
  const edges: number[] = []
  const rowOf = (row: number) => (row < 0 || row >= rows ? [] : stretchesOf(raster, row, box))
  const bottom = box.bottom === rows ? rows + 1 : box.bottom
  let above = rowOf(box.top - 1)
  for (let row = box.top; row < bottom; row += 1) {
    const here = rowOf(row)
    for (const [begin, end] of unlike(above, here)) edges.push(begin, row, end, row)
    for (const [begin, end] of here) {
      const isFirst = begin === box.left && box.left > 0 && raster.has(row * columns + begin - 1)
      if (!isFirst) edges.push(begin, row, begin, row + 1)
      if (end < box.right || end === columns) edges.push(end, row, end, row + 1)
    }
    if (row < rows && isLeftOfBox(raster, row, box)) edges.push(box.left, row, box.left, row + 1)
    above = here
  }
  return edges
}

/** The stretch ends where the box begins. */
const isLeftOfBox = (raster: Raster, row: number, { left }: PixelBox): boolean => {
  const pixel = row * raster.size.columns + left
  return left > 0 && raster.has(pixel - 1) && !raster.has(pixel)
}

function stretchesOf(raster: Raster, row: number, { left, right }: PixelBox): [number, number][] {
  const start = row * raster.size.columns
  return [...raster.stretches(start + left, start + right)].map(([begin, end]) => [
    begin - start,
    end - start,
  ])
}

/** Where one row is set and the other is not. */
function unlike(a: readonly [number, number][], b: readonly [number, number][]): [number, number][] {
  const turns = [...a, ...b].flat().sort((one, other) => one - other)
  const stretches: [number, number][] = []
  for (let i = 0; i < turns.length; i += 2) {
    if (turns[i]! < turns[i + 1]!) stretches.push([turns[i]!, turns[i + 1]!])
  }
  return stretches
}
