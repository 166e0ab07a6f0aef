import { describe, expect, it } from 'vitest'
import { edgesOf } from './edges'
import { drawn } from './pictures'
import { Raster } from './raster'

const size = { columns: 6, rows: 5 }
const SHAPE = drawn(`
  ##....
  ##.##.
  ...##.
  #.####
  #.##.#
`)

/** Unit lines, so that how they are put together does not matter. */
function units(edges: readonly number[]): string[] {
  const lines: string[] = []
  for (let i = 0; i < edges.length; i += 4) {
    const [x, y, toX, toY] = edges.slice(i, i + 4) as [number, number, number, number]
    for (let at = x; at < toX; at += 1) lines.push(`${at},${y} along`)
    for (let at = y; at < toY; at += 1) lines.push(`${x},${at} down`)
  }
  return lines.sort()
}

function expected(): string[] {
  const raster = Raster.of(SHAPE, size)
  const isSet = (x: number, y: number) =>
    x >= 0 && y >= 0 && x < size.columns && y < size.rows && raster.has(y * size.columns + x)
  const lines: string[] = []
  for (let y = 0; y <= size.rows; y += 1) {
    for (let x = 0; x <= size.columns; x += 1) {
      if (x < size.columns && isSet(x, y) !== isSet(x, y - 1)) lines.push(`${x},${y} along`)
      if (y < size.rows && isSet(x, y) !== isSet(x - 1, y)) lines.push(`${x},${y} down`)
    }
  }
  return lines.sort()
}

describe('edges', () => {
  it('lie between what is set and what is not', () => {
    const whole = { left: 0, top: 0, right: size.columns, bottom: size.rows }

    expect(units(edgesOf(Raster.of(SHAPE, size), whole))).toEqual(expected())
  })

  it.each([1, 2, 3, 4])('are each told once by boxes of %i pixels', (side) => {
    const raster = Raster.of(SHAPE, size)
    const all: number[] = []
    for (let top = 0; top < size.rows; top += side) {
      for (let left = 0; left < size.columns; left += side) {
        const right = Math.min(size.columns, left + side)
        const bottom = Math.min(size.rows, top + side)
        all.push(...edgesOf(raster, { left, top, right, bottom }))
      }
    }

    expect(units(all)).toEqual(expected())
  })
})
