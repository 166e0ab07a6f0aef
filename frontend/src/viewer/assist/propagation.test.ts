import { describe, expect, it } from 'vitest'
import type { ImagePoint } from '../coordinates'
import { rasterized } from './outline'
import { dice, disc, lobed, maskOf, painted, type Inside } from './phantoms'
import { propagate, resampled, type Slices } from './propagation'

const SIDE = 96
const MIDDLE = SIDE / 2

type Cut = (slice: number) => Inside

const slicesOf = (count: number, cut: Cut, noise: number): Slices => ({
  count,
  load: (slice) => {
    const inside = cut(slice)
    return Promise.resolve(painted(SIDE, SIDE, (x, y) => (inside(x, y) ? 100 : 20), noise, slice + 1))
  },
})

const circle = (radius: number): ImagePoint[] =>
  Array.from({ length: 60 }, (_, i) => ({
    x: MIDDLE + radius * Math.cos((2 * Math.PI * i) / 60),
    y: MIDDLE + radius * Math.sin((2 * Math.PI * i) / 60),
  }))

const RADIUS = 26
/** A ball around slice 30. */
const ball: Cut = (slice) => disc(MIDDLE, MIDDLE, Math.sqrt(Math.max(RADIUS ** 2 - (slice - 30) ** 2, 0)))

describe('a contour on the next slices', () => {
  it.each([0, 10, 20])('follows a ball in noise of %d, and stops at its poles', async (noise) => {
    const { contours, stops } = await propagate(slicesOf(61, ball, noise), 30, circle(RADIUS), 100)
    for (const [slice, points] of contours) {
      const found = dice(rasterized(points, SIDE, SIDE), maskOf(SIDE, SIDE, ball(slice)))
      if (Math.abs(slice - 30) <= 20) expect(found).toBeGreaterThan(0.92)
    }
    const reached = [...contours.keys()]
    expect(Math.min(...reached)).toBeLessThanOrEqual(10)
    expect(Math.min(...reached)).toBeGreaterThanOrEqual(30 - RADIUS)
    expect(Math.max(...reached)).toBeGreaterThanOrEqual(50)
    expect(Math.max(...reached)).toBeLessThanOrEqual(30 + RADIUS)
    expect(stops.map(({ why }) => why)).not.toContain('end')
  })

  it('follows what moves aside and changes its form', async () => {
    const cut: Cut = (slice) => lobed(MIDDLE + (slice - 10), MIDDLE, 22, 3, 0.02 * (slice - 10))
    const { contours } = await propagate(slicesOf(16, cut, 10), 10, circle(22), 5)
    for (const [slice, points] of contours)
      expect(dice(rasterized(points, SIDE, SIDE), maskOf(SIDE, SIDE, cut(slice)))).toBeGreaterThan(0.92)
    expect(contours.size).toBe(10)
  })

  it('does not go on where the object has ended', async () => {
    const cut: Cut = (slice) => (slice <= 12 ? disc(MIDDLE, MIDDLE, 20) : () => false)
    const { contours, stops } = await propagate(slicesOf(20, cut, 10), 10, circle(20), 20)
    expect(Math.max(...contours.keys())).toBe(12)
    expect(stops).toEqual([
      { why: 'end', slice: -1 },
      { why: 'unlike', slice: 13 },
    ])
  })

  it('goes no further than it is told', async () => {
    const { contours } = await propagate(slicesOf(61, ball, 0), 30, circle(RADIUS), 2)
    expect([...contours.keys()].sort()).toEqual([28, 29, 31, 32])
  })
})

it('sets points at even distances', () => {
  const points = resampled(circle(20))
  const gaps = points.map((p, i) => {
    const next = points[(i + 1) % points.length]!
    return Math.hypot(p.x - next.x, p.y - next.y)
  })
  expect(Math.max(...gaps) - Math.min(...gaps)).toBeLessThan(0.05)
})
