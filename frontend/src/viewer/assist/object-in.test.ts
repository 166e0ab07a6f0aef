import { describe, expect, it } from 'vitest'
import { depthsIn, objectIn } from './object-in'
import { dice, disc, lobed, maskOf, painted, type Inside } from './phantoms'
import { countOf } from './raster'

const SIDE = 96
const MIDDLE = SIDE / 2
const ball = disc(MIDDLE, MIDDLE, 26)
const box: Inside = (x, y) => Math.abs(x - MIDDLE) < 36 && Math.abs(y - MIDDLE) < 36
const lasso = lobed(MIDDLE - 1, MIDDLE + 1, 36, 3, 0.06)
const flower = lobed(MIDDLE, MIDDLE, 26, 5, 0.25)
const besides: Inside = (x, y) => Math.hypot(x - MIDDLE, y - MIDDLE) > 38 && x > MIDDLE

const PHANTOMS: [string, Inside, (x: number, y: number) => number][] = [
  ['a disc', ball, (x, y) => (ball(x, y) ? 100 : 0)],
  ['a flower', flower, (x, y) => (flower(x, y) ? 100 : 0)],
  ['a disc on a ramp', ball, (x, y) => (ball(x, y) ? 100 : 0) + x],
  ['a disc beside its like', ball, (x, y) => (ball(x, y) || besides(x, y) ? 100 : 0)],
  ['a disc between darker and brighter', ball, (x, y) => (ball(x, y) ? 60 : x > MIDDLE ? 120 : 0)],
]

describe.each(PHANTOMS)('%s', (_, inside, value) => {
  it.each([
    ['a box', box, 5, 0.98],
    ['a box', box, 30, 0.96],
    ['a lasso', lasso, 5, 0.98],
    ['a lasso', lasso, 30, 0.96],
  ])('is found in %s', (_kind, region, noise, least) => {
    const found = objectIn(painted(SIDE, SIDE, value, noise), maskOf(SIDE, SIDE, region))
    expect(dice(found, maskOf(SIDE, SIDE, inside))).toBeGreaterThan(least)
  })
})

it('finds nothing in an empty region', () => {
  const nothing = maskOf(SIDE, SIDE, () => false)
  expect(
    countOf(
      objectIn(
        painted(SIDE, SIDE, () => 1, 5),
        nothing,
      ),
    ),
  ).toBe(0)
})

it('measures depth from the nearest side, the border of the picture included', () => {
  const depths = depthsIn(maskOf(5, 5, () => true))
  expect([depths[0], depths[6], depths[12]]).toEqual([1, 2, 3])
})
