import { describe, expect, it, vi } from 'vitest'
import { area } from '../geometry'
import { Assistant } from './assistant'
import { loopback } from './loopback'
import { disc, painted } from './phantoms'
import { about, around } from './sight'
import { Wire, WINDOW } from './wire'

const SIDE = 120
const RADIUS = 40
const inside = disc(60, 60, RADIUS)
const raster = painted(SIDE, SIDE, (x, y) => (inside(x, y) ? 100 : 0), 5)
const window = { width: 200, level: 50 }
/** The image has twice the pixels that came. */
const view = { size: { columns: 2 * SIDE, rows: 2 * SIDE }, coarseness: 1, window }

const onRim = (part: number) => ({
  x: 120 + 2 * RADIUS * Math.cos(2 * Math.PI * part),
  y: 120 + 2 * RADIUS * Math.sin(2 * Math.PI * part),
})
const anchors = [onRim(0), onRim(0.33), onRim(0.67)]
const wireOn = (tell?: () => void) =>
  new Wire(new Assistant(loopback), view, 'a picture', () => Promise.resolve(raster), tell)

describe('the wire', () => {
  it('is straight until the paths are there, and then follows the edge', async () => {
    const wire = wireOn()
    expect(wire.route(anchors[0]!, anchors[1]!)).toEqual([anchors[1]])
    wire.seed(anchors[0]!)
    await vi.waitFor(() => expect(wire.route(anchors[0]!, anchors[1]!).length).toBeGreaterThan(50))
    for (const { x, y } of wire.route(anchors[0]!, anchors[1]!))
      expect(Math.abs(Math.hypot(x - 120, y - 120) - 2 * RADIUS)).toBeLessThan(4)
  })

  it('closes to a contour of few points around the disc', async () => {
    const points = await wireOn().contour(anchors)
    const whole = Math.PI * (2 * RADIUS) ** 2
    expect(Math.abs(area({ kind: 'polygon', points }) - whole) / whole).toBeLessThan(0.03)
    expect(points.length).toBeLessThan(120)
  })

  it('takes a point that was clicked beside the edge to it', async () => {
    const beside = anchors.map(({ x, y }) => ({ x: x + 3, y: y - 2 }))
    for (const { x, y } of await wireOn().contour(beside))
      expect(Math.abs(Math.hypot(x - 120, y - 120) - 2 * RADIUS)).toBeLessThan(3)
  })

  it('tells when there is something new to draw', async () => {
    const tell = vi.fn()
    wireOn(tell).seed(anchors[0]!)
    await vi.waitFor(() => expect(tell).toHaveBeenCalledTimes(1))
  })

  it('says so when the picture cannot be had', async () => {
    const broken = new Wire(new Assistant(loopback), view, 'a picture', () => Promise.reject(new Error('no')))
    await expect(broken.contour(anchors)).rejects.toThrow('no')
  })
})

describe('what an algorithm is shown', () => {
  const large = { columns: 4000, rows: 3000, values: new Float32Array(4000 * 3000) }
  const far = { size: { columns: 4000, rows: 3000 }, coarseness: 4, window: null }

  it('is a window around the seed, as coarse as the screen', () => {
    const { columns, rows, left, top, across } = around(far, large, { x: 2000, y: 100 }, WINDOW)
    expect({ columns, rows, left, top, across }).toEqual({
      columns: 512,
      rows: 512,
      left: 976,
      top: 0,
      across: 4,
    })
  })

  it('is what was encircled and a little more, in no more pixels than are quick', () => {
    const line = [
      { x: 1000, y: 1000 },
      { x: 2000, y: 1000 },
      { x: 2000, y: 1500 },
    ]
    const { columns, rows, left, across } = about(far, large, line, 256)
    expect(across).toBe(5)
    expect([columns, rows, left]).toEqual([221, 121, 948])
  })

  it('has no edges beyond the window of greys', () => {
    const bright = { columns: 4, rows: 1, values: Float32Array.of(-500, 0, 100, 900) }
    const seen = { size: { columns: 4, rows: 1 }, coarseness: 1, window }
    expect([...around(seen, bright, { x: 2, y: 0 }, 8).raster().values]).toEqual([-50, 0, 100, 150])
  })
})
