import { expect, it } from 'vitest'
import { countOf } from '../masks/runs'
import { disc, lobed, maskOf } from './phantoms'
import { maskFrom, runsFrom } from './voxels'

const whole = (side: number, across = 1) => ({
  columns: side,
  rows: side,
  left: 0,
  top: 0,
  across,
  down: across,
})

it('keeps every pixel there and back', () => {
  const size = { columns: 40, rows: 40 }
  const mask = maskOf(40, 40, lobed(20, 20, 14, 5, 0.4))
  expect(maskFrom(runsFrom(mask, whole(40), size), size).cells).toEqual(mask.cells)
})

it('marks all image pixels that one of a smaller picture stands for', () => {
  const mask = maskOf(20, 20, disc(10, 10, 6))
  const marked = mask.cells.reduce((sum, cell) => sum + cell, 0)
  expect(countOf(runsFrom(mask, whole(20, 3), { columns: 60, rows: 60 }))).toBe(9 * marked)
})

it('lays a part where it belongs', () => {
  const part = { columns: 2, rows: 1, left: 3, top: 1, across: 1, down: 1 }
  const runs = runsFrom({ columns: 2, rows: 1, cells: Uint8Array.of(1, 1) }, part, { columns: 6, rows: 3 })
  expect([...runs]).toEqual([9, 11])
})
