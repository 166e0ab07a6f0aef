import { describe, expect, it } from 'vitest'
import { pathTo, wireTree } from './live-wire'
import { disc, painted } from './phantoms'
import { scissorsCosts } from './scissors-costs'

const SIDE = 128
const RADIUS = 40
const MIDDLE = SIDE / 2

const at = (x: number, y: number) => Math.floor(y) * SIDE + Math.floor(x)
const onRim = (part: number) =>
  at(MIDDLE + RADIUS * Math.cos(2 * Math.PI * part), MIDDLE + RADIUS * Math.sin(2 * Math.PI * part))

const discIn = (noise: number) => {
  const inside = disc(MIDDLE, MIDDLE, RADIUS)
  return painted(SIDE, SIDE, (x, y) => (inside(x, y) ? 100 : 0), noise)
}

/** How far the way round by so many anchors is off the rim, at its mean and at its worst. */
function around(noise: number, anchors: number) {
  const costs = scissorsCosts(discIn(noise))
  const points = Array.from({ length: anchors }, (_, i) => onRim(i / anchors))
  const path = points.flatMap((point, i) => pathTo(wireTree(costs, point), points[(i + 1) % anchors]!))
  const gaps = path.map((i) =>
    Math.abs(Math.hypot((i % SIDE) + 0.5 - MIDDLE, Math.floor(i / SIDE) + 0.5 - MIDDLE) - RADIUS),
  )
  return { mean: gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length, worst: Math.max(...gaps) }
}

describe('the live wire', () => {
  it.each([
    [5, 0.5, 1.5],
    [20, 0.5, 1.5],
    [40, 0.75, 3],
  ])('keeps to the rim of a disc of 100 in noise of %d, between three anchors', (noise, mean, worst) => {
    const off = around(noise, 3)
    expect(off.mean).toBeLessThan(mean)
    expect(off.worst).toBeLessThan(worst)
  })

  it('goes from pixel to neighbouring pixel, from the seed to the target', () => {
    const path = pathTo(wireTree(scissorsCosts(discIn(10)), onRim(0)), onRim(0.3))
    expect([path[0], path.at(-1)]).toEqual([onRim(0), onRim(0.3)])
    for (const [i, p] of path.slice(1).entries()) {
      const before = path[i]!
      expect(Math.abs((p % SIDE) - (before % SIDE))).toBeLessThanOrEqual(1)
      expect(Math.abs(Math.floor(p / SIDE) - Math.floor(before / SIDE))).toBeLessThanOrEqual(1)
    }
  })

  it('takes the nearly straight way where there is nothing to follow', () => {
    const flat = painted(SIDE, SIDE, () => 7)
    expect(pathTo(wireTree(scissorsCosts(flat), at(20, 30)), at(60, 30))).toHaveLength(41)
  })

  it('joins what no path leads to by a straight line', () => {
    const tree = wireTree(scissorsCosts(discIn(10)), onRim(0))
    expect(pathTo(tree, at(0, 0))).toEqual([onRim(0), at(0, 0)])
  })
})
