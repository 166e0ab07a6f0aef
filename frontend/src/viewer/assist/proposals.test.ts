import { describe, expect, it, vi } from 'vitest'
import { area } from '../geometry'
import type { View } from '../view'
import { Assistant } from './assistant'
import { loopback } from './loopback'
import { countOf } from '../masks/runs'
import { disc, maskOf, painted } from './phantoms'
import { carryMask, carryOn, findObject, growFrom, type Desk } from './proposals'
import { runsFrom } from './voxels'

const SIDE = 64
const SLICES = 9
const RADIUS = 14
/** Of a ball around the middle slice. */
const radiusOn = (slice: number) => Math.sqrt(Math.max(RADIUS ** 2 - (4 * (slice - 4)) ** 2, 0))

const frames = Array.from({ length: SLICES }, (_, i) => ({
  imageId: String(i),
  sopInstanceUid: `1.${i}`,
  frame: 1,
  positionMm: 4 * i,
}))
const view = {
  stack: { frames },
  index: 4,
  frame: frames[4],
  place: { sopInstanceUid: '1.4', frame: 1 },
  size: { columns: SIDE, rows: SIDE },
  toCanvas: { a: 1, b: 0, c: 0, d: 1, e: 0, f: 0 },
  window: { width: 200, level: 50 },
  calibration: { columnMm: 1, rowMm: 1, from: 'pixel spacing' },
} as unknown as View

const deskWith = (onProgress = () => undefined): Desk => ({
  assistant: new Assistant(loopback),
  load: ({ imageId }) => {
    const inside = disc(32, 32, radiusOn(Number(imageId)))
    return Promise.resolve(painted(SIDE, SIDE, (x, y) => (inside(x, y) ? 100 : 0), 3, Number(imageId) + 1))
  },
  onProgress,
})

const circle = (radius: number) =>
  Array.from({ length: 48 }, (_, i) => ({
    x: 32 + radius * Math.cos((2 * Math.PI * i) / 48),
    y: 32 + radius * Math.sin((2 * Math.PI * i) / 48),
  }))

const sizeOf = (points: readonly { x: number; y: number }[]) => area({ kind: 'polygon', points })
const fraction = (points: readonly { x: number; y: number }[], slice: number) =>
  sizeOf(points) / (Math.PI * radiusOn(slice) ** 2)

describe('a proposal', () => {
  it('is the object in a lasso, on its picture', async () => {
    const { outlines } = await findObject(deskWith(), view, circle(22))
    expect(outlines.map(({ place }) => place)).toEqual([{ sopInstanceUid: '1.4', frame: 1 }])
    expect(fraction(outlines[0]!.points, 4)).toBeCloseTo(1, 1)
  })

  it('is what grew from a click, on every picture of it', async () => {
    const tell = vi.fn()
    const { outlines, marked, remark } = await growFrom(deskWith(tell), view, { x: 32, y: 32 }, null)
    expect(marked).toHaveLength(7)
    expect(outlines.map(({ place }) => place.sopInstanceUid).sort()).toEqual(
      [1, 2, 3, 4, 5, 6, 7].map((i) => `1.${i}`),
    )
    for (const { points, place } of outlines)
      expect(fraction(points, Number(place.sopInstanceUid!.slice(2)))).toBeCloseTo(1, 0)
    expect(remark).toBeNull()
    expect(tell).toHaveBeenCalled()
  })

  it('shows what a region that grew leaves out', async () => {
    const { outlines } = await growFrom(deskWith(), view, { x: 2, y: 2 }, 50)
    const here = outlines.find(({ place }) => place.sopInstanceUid === '1.4')!
    expect(sizeOf(here.points)).toBeGreaterThan(SIDE * SIDE * 0.95)
    expect(here.holes).toHaveLength(1)
    expect(fraction(here.holes![0]!, 4)).toBeCloseTo(1, 1)
  })

  it('keeps to the tolerance that the reader gives', async () => {
    const { remark } = await growFrom(deskWith(), { ...view, index: 0 }, { x: 2, y: 2 }, 500)
    expect(remark).toBeNull()
    const { outlines } = await growFrom(deskWith(), { ...view, index: 0 }, { x: 2, y: 2 }, 500)
    expect(sizeOf(outlines[0]!.points)).toBeGreaterThan(SIDE * SIDE * 0.95)
  })

  it('stays on one picture where nothing says how far the others are', async () => {
    const stack = { ...view.stack, frames: frames.map((frame) => ({ ...frame, positionMm: null })) }
    const { outlines } = await growFrom(
      deskWith(),
      { ...view, stack } as unknown as View,
      { x: 32, y: 32 },
      null,
    )
    expect(outlines).toHaveLength(1)
  })

  it('is a contour on the pictures beside, and says where it stopped', async () => {
    const { outlines, remark } = await carryOn(deskWith(), view, circle(RADIUS))
    expect(outlines.length).toBeGreaterThanOrEqual(4)
    expect(outlines.some(({ place }) => place.sopInstanceUid === '1.4')).toBe(false)
    expect(remark?.what).toBe('stopped')
  })

  it('is a mask on the pictures beside, where a mask was carried on', async () => {
    const whole = { columns: SIDE, rows: SIDE, left: 0, top: 0, across: 1, down: 1 }
    const runs = runsFrom(maskOf(SIDE, SIDE, disc(32, 32, RADIUS)), whole, view.size)
    const { marked = [], outlines } = await carryMask(deskWith(), view, runs)
    expect(marked).toHaveLength(outlines.length)
    for (const { place, runs: found } of marked) {
      const truth = Math.PI * radiusOn(Number(place.sopInstanceUid!.slice(2))) ** 2
      expect(countOf(found) / truth).toBeCloseTo(1, 0)
    }
  })
})
