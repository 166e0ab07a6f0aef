import { describe, expect, test } from 'vitest'
import { follow, type Standing } from './follow'
import { slices, stackOf, tilted, type SlicesGiven } from './volume/fixtures'
import type { StackFrame } from './sources'

const standing = (index: number, given: SlicesGiven, change: Partial<StackFrame> = {}): Standing => ({
  stack: stackOf(slices(given).map((frame) => ({ ...frame, ...change }))),
  index,
})

const ANOTHER = { frameOfReferenceUid: '9.9' }

describe('a stack that follows another', () => {
  test('in one frame of reference shows the slice at the same place', () => {
    const thin = standing(6, { spacing: [1, 1, 1], count: 20 })
    const thick = standing(0, { spacing: [1, 1, 5], count: 5 })

    expect(follow(thin, thick, [0, 0])).toBe(1)
    expect(follow({ ...thin, index: 8 }, thick, [0, 0])).toBe(2)
  })

  test('stops at its end where the other one goes on', () => {
    const long = standing(19, { spacing: [1, 1, 1], count: 20 })

    expect(follow(long, standing(0, { spacing: [1, 1, 1], count: 5 }), [0, 0])).toBe(4)
  })

  test('of another examination keeps the distance, in millimetres', () => {
    const now = standing(14, { spacing: [1, 1, 1], count: 20 })
    const before = standing(1, { origin: [0, 0, 400], spacing: [1, 1, 2], count: 20 }, ANOTHER)

    expect(follow(now, before, [10, 1])).toBe(3)
  })

  test('goes the same way in the patient though its slices count the other way', () => {
    const up = standing(12, { spacing: [1, 1, 1], count: 20 })
    const down = { ...standing(15, { spacing: [1, 1, 1], count: 20 }, ANOTHER) }
    const reversed = { stack: stackOf([...down.stack.frames].reverse()), index: 15 }

    expect(follow(up, reversed, [10, 15])).toBe(13)
  })

  test('does not follow one that lies across', () => {
    const across = standing(2, tilted(90))

    expect(follow(standing(2, {}), across, [0, 0])).toBeNull()
  })

  test('without places goes step by step', () => {
    const cine = standing(7, { count: 10 }, { plane: null })

    expect(follow(cine, standing(1, { count: 30 }, { plane: null }), [5, 20])).toBe(22)
    expect(follow(cine, standing(1, { count: 5 }, { plane: null }), [0, 0])).toBe(4)
  })

  test('among several pictures at one place stays near to the one it shows', () => {
    const once = standing(3, { count: 5 })
    const twice = stackOf([...slices({ count: 5 }), ...slices({ count: 5 })])

    expect(follow(once, { stack: twice, index: 7 }, [0, 0])).toBe(8)
    expect(follow(once, { stack: twice, index: 2 }, [0, 0])).toBe(3)
  })
})
