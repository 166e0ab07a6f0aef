import { describe, expect, it } from 'vitest'
import { area } from '../geometry'
import { contourOf, filled, largestPiece, outlineOf, rasterized } from './outline'
import { dice, disc, lobed, maskOf } from './phantoms'
import { countOf, type Mask } from './raster'

const drawn = (...lines: string[]): Mask => ({
  columns: lines[0]!.length,
  rows: lines.length,
  cells: Uint8Array.from(lines.join(''), (sign) => (sign === '#' ? 1 : 0)),
})

describe('the outline of a mask', () => {
  it('runs along the sides of its pixels', () => {
    expect(outlineOf(drawn('....', '.##.', '....'))).toEqual([
      { x: 3, y: 1 },
      { x: 3, y: 2 },
      { x: 1, y: 2 },
      { x: 1, y: 1 },
    ])
  })

  it.each([
    ['a step', drawn('#..', '##.', '.##')],
    ['a notch', drawn('#.#', '###')],
    ['the whole picture', drawn('###', '###')],
    ['one pixel', drawn('...', '..#')],
    ['a disc', maskOf(40, 40, disc(20, 20, 15))],
    ['a flower', maskOf(80, 80, lobed(40, 40, 25, 5, 0.3))],
  ])('of %s gives the same pixels back', (_, mask) => {
    const points = outlineOf(mask)
    expect(rasterized(points, mask.columns, mask.rows).cells).toEqual(mask.cells)
    expect(area({ kind: 'polygon', points })).toBe(countOf(mask))
  })

  it('is that of the largest piece, and closes what touches at a corner only', () => {
    const mask = drawn('##...', '##...', '..#..', '....#')
    expect(countOf(largestPiece(mask))).toBe(4)
    expect(area({ kind: 'polygon', points: outlineOf(mask) })).toBe(4)
  })

  it('is nothing where there is nothing', () => {
    expect(outlineOf(drawn('...', '...'))).toEqual([])
  })

  it('says nearly the same with few points', () => {
    const mask = maskOf(200, 200, lobed(100, 100, 60, 4, 0.25))
    const few = contourOf(mask)
    expect(few.length).toBeLessThan(outlineOf(mask).length / 4)
    expect(dice(rasterized(few, 200, 200), mask)).toBeGreaterThan(0.985)
  })
})

it('fills holes, and bays that are shut, but nothing else', () => {
  const mask = drawn('.###.', '.#.#.', '.###.', '.#.#.')
  expect(countOf(filled(mask))).toBe(countOf(mask) + 1)
})
