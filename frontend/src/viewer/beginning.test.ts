import { describe, expect, it } from 'vitest'
import { beginningOf } from './beginning'

const slice = (number: number, positionMm: number | null) => ({
  sopInstanceUid: `1.2.${number}`,
  frame: 1,
  positionMm,
})
const place = (number: number) => ({ sopInstanceUid: `1.2.${number}`, frame: 1 })
const through = [0, 3, 6, 9].map((mm, i) => slice(i, mm))
const loop = [0, 1, 2].map((number) => slice(number, null))

describe('where a reader begins', () => {
  it('is the middle of slices through a body', () => {
    expect(beginningOf({ frames: through }, null)).toBe(2)
    expect(beginningOf({ frames: through.slice(0, 3) }, null)).toBe(1)
  })

  it('is the first picture of what has no positions, or is alone', () => {
    expect(beginningOf({ frames: loop }, null)).toBe(0)
    expect(beginningOf({ frames: through.slice(0, 1) }, null)).toBe(0)
    expect(beginningOf({ frames: [...through, slice(9, null)] }, null)).toBe(0)
  })

  it('is the place that is asked for, where it is there', () => {
    expect(beginningOf({ frames: through }, place(1))).toBe(1)
    expect(beginningOf({ frames: through }, place(7))).toBe(2)
  })
})
