import { describe, expect, it, vi } from 'vitest'
import { normal, random } from './phantoms'
import type { Raster } from './raster'
import { grow, rangeAround, type GrowthLimits, type Volume } from './region-growing'

const [SIDE, SLICES] = [48, 24]

type Solid = (x: number, y: number, z: number) => boolean

const ball =
  (cx: number, cy: number, cz: number, radius: number): Solid =>
  (x, y, z) =>
    Math.hypot(x - cx, y - cy, z - cz) <= radius

function volumeOf(solid: Solid, noise = 0): Volume & { asked: Set<number>; truth: number } {
  const next = random(5)
  let truth = 0
  const slices = Array.from({ length: SLICES }, (_, z): Raster => {
    const values = new Float32Array(SIDE * SIDE)
    for (let i = 0; i < values.length; i++) {
      const isIn = solid(i % SIDE, Math.floor(i / SIDE), z)
      truth += isIn ? 1 : 0
      values[i] = (isIn ? 100 : 0) + noise * normal(next)
    }
    return { columns: SIDE, rows: SIDE, values }
  })
  const asked = new Set<number>()
  const load = (slice: number) => {
    asked.add(slice)
    return Promise.resolve(slices[slice]!)
  }
  return { columns: SIDE, rows: SIDE, slices: SLICES, load, asked, truth }
}

const seed = { column: 24, row: 24, slice: 12 }
const limits: GrowthLimits = {
  range: { lower: 60, upper: 140 },
  reach: { column: 20, row: 20, slice: 20 },
  budget: 50_000,
}

describe('growing a region', () => {
  it('finds a ball to the voxel, and asks for no slice beyond the next', async () => {
    const volume = volumeOf(ball(24, 24, 12, 8))
    const { voxels, leak } = await grow(volume, seed, limits)
    expect({ voxels, leak }).toEqual({ voxels: volume.truth, leak: null })
    expect([Math.min(...volume.asked), Math.max(...volume.asked)]).toEqual([3, 21])
  })

  it('finds nearly all of it in noise', async () => {
    const volume = volumeOf(ball(24, 24, 12, 8), 15)
    const { voxels } = await grow(volume, seed, limits)
    expect(voxels / volume.truth).toBeGreaterThan(0.97)
    expect(voxels / volume.truth).toBeLessThan(1.01)
  })

  it('goes round: down one leg and up the other', async () => {
    const arch: Solid = (x, y, z) =>
      Math.abs(y - 24) < 2 &&
      ((z === 2 && x >= 20 && x <= 28) || (z > 2 && z <= 12 && (x === 20 || x === 28)))
    const volume = volumeOf(arch)
    const { voxels } = await grow(volume, { column: 20, row: 24, slice: 12 }, limits)
    expect(voxels).toBe(volume.truth)
  })

  it('stays on its slice where that is asked for', async () => {
    const { masks } = await grow(volumeOf(ball(24, 24, 12, 8)), seed, { ...limits, isFlat: true })
    expect([...masks.keys()]).toEqual([12])
  })

  it('gives nothing where the seed is out of range', async () => {
    const { voxels, masks } = await grow(volumeOf(ball(24, 24, 12, 8)), { ...seed, column: 2 }, limits)
    expect([voxels, masks.size]).toEqual([0, 0])
  })

  it('says what it does', async () => {
    const tell = vi.fn()
    await grow(volumeOf(ball(24, 24, 12, 8)), seed, limits, tell)
    expect(tell).toHaveBeenCalledWith(expect.any(Number), 12)
  })
})

describe('the guard against leaks', () => {
  it('stops at the budget', async () => {
    const { leak, voxels } = await grow(volumeOf(ball(24, 24, 12, 10)), seed, { ...limits, budget: 900 })
    expect(leak?.why).toBe('budget')
    expect(voxels).toBeLessThan(900 + 5 * SIDE)
  })

  it('stops before a slice on which the region is suddenly wide, and leaves that out', async () => {
    const vessel: Solid = (x, y, z) => Math.hypot(x - 24, y - 24) <= 3 || z === 18
    const { leak, masks } = await grow(volumeOf(vessel), seed, limits)
    expect(leak).toEqual({ why: 'widening', slice: 18 })
    expect(masks.has(18)).toBe(false)
  })

  it('says when the limits, not the picture, ended it', async () => {
    const slab: Solid = (x) => x > 4
    const { leak } = await grow(volumeOf(slab), seed, { ...limits, reach: { column: 6, row: 6, slice: 3 } })
    expect(leak?.why).toBe('limits')
  })
})

it('takes the range from what surrounds the seed, and no narrower than it is told', () => {
  const flat: Raster = { columns: 9, rows: 9, values: new Float32Array(81).fill(40) }
  expect(rangeAround(flat, 4, 4, 10)).toEqual({ lower: 30, upper: 50 })
  const steep: Raster = { ...flat, values: flat.values.map((_, i) => (i % 2) * 100) }
  const { lower, upper } = rangeAround(steep, 4, 4, 10)
  expect(upper - lower).toBeGreaterThan(240)
})
