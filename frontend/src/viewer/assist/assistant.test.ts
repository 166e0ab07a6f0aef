import { describe, expect, it, vi } from 'vitest'
import { Assistant, Cancelled } from './assistant'
import { loopback } from './loopback'
import { disc, maskOf, painted } from './phantoms'
import { countOf } from './raster'

const SIDE = 40
const inside = disc(20, 20, 9)
const slice = () => painted(SIDE, SIDE, (x, y) => (inside(x, y) ? 100 : 0), 3)
const growing = {
  kind: 'grow',
  columns: SIDE,
  rows: SIDE,
  slices: 3,
  seed: { column: 20, row: 20, slice: 1 },
  limits: { range: { lower: 60, upper: 140 }, reach: { column: 15, row: 15, slice: 9 }, budget: 9_999 },
} as const

describe('the assistant', () => {
  it('is asked and answers', async () => {
    const region = maskOf(SIDE, SIDE, disc(20, 20, 14))
    const mask = await new Assistant(loopback).ask({ kind: 'object', raster: slice(), region })
    expect(countOf(mask)).toBeGreaterThan(240)
  })

  it('asks for the slices it comes to, and says where it is', async () => {
    const load = vi.fn(() => Promise.resolve(slice()))
    const tell = vi.fn()
    const { masks } = await new Assistant(loopback).ask(growing, load, tell)
    expect([...masks.keys()].sort()).toEqual([0, 1, 2])
    expect(load).toHaveBeenCalledWith(2)
    expect(tell).toHaveBeenCalledWith(2)
  })

  it('says which slice could not be had', async () => {
    const load = () => Promise.reject(new Error('gone'))
    await expect(new Assistant(loopback).ask(growing, load)).rejects.toThrow('Picture 2 could not be loaded.')
  })

  it('is stopped at once, and works again afterwards', async () => {
    const hands: ReturnType<typeof loopback>[] = []
    const assistant = new Assistant(() => hands[hands.push(loopback()) - 1]!)
    const never = assistant.ask(growing, () => new Promise(() => undefined))
    assistant.cancel()
    await expect(never).rejects.toBeInstanceOf(Cancelled)
    expect(hands[0]!.isGone).toBe(true)
    await expect(assistant.ask(growing, () => Promise.resolve(slice()))).resolves.toBeDefined()
    expect(hands).toHaveLength(2)
  })

  it('sends a picture once for all paths on it, and again to another worker', async () => {
    const hands: ReturnType<typeof loopback>[] = []
    const assistant = new Assistant(() => hands[hands.push(loopback()) - 1]!)
    const picture = vi.fn(slice)
    await assistant.paths('a', picture, 410)
    await assistant.paths('a', picture, 500)
    expect(picture).toHaveBeenCalledTimes(1)
    assistant.cancel()
    await assistant.paths('a', picture, 410)
    expect(picture).toHaveBeenCalledTimes(2)
  })
})
