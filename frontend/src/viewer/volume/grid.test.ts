import { describe, expect, it } from 'vitest'
import type { StackFrame } from '../sources'
import { along } from '../vectors'
import { grid, LIMITS, slices, stackOf, tilted } from './fixtures'
import { centreOf, cornersOf, gridOf, type NoVolume, type Refusal } from './grid'

const changed = (at: number, change: (frame: StackFrame) => Partial<StackFrame>): StackFrame[] =>
  slices().map((frame, i) => (i === at ? { ...frame, ...change(frame) } : frame))

const moved = (at: number, by: readonly [number, number, number]): StackFrame[] =>
  changed(at, ({ plane }) => ({ plane: { ...plane!, origin: along(plane!.origin, by, 1) } }))

function refusalOf(frames: readonly StackFrame[], limits = LIMITS): Refusal | null {
  try {
    gridOf(stackOf(frames), limits)
    return null
  } catch (error) {
    return (error as NoVolume).refusal
  }
}

describe('a stack as a volume', () => {
  it('is the grid of its slices', () => {
    const { origin, spacingMm, counts, frameOfReferenceUid } = grid()

    expect({ origin, spacingMm, counts }).toEqual({
      origin: [-10, -20, -30],
      spacingMm: [0.5, 0.5, 2],
      counts: [40, 30, 5],
    })
    expect(frameOfReferenceUid).toBe('1.2.3')
  })

  it('does not depend on the order of reading', () => {
    const backwards = gridOf(stackOf(slices().reverse()), LIMITS)

    expect(backwards).toEqual(grid())
  })

  it('bears positions that were rounded', () => {
    expect(refusalOf(moved(2, [0, 0, 0.015]))).toBeNull()
  })

  it('has its corners half a voxel outside of its first and last centres', () => {
    const corners = cornersOf(grid())

    expect(corners[0]).toEqual([-10.25, -20.25, -31])
    expect(corners[7]).toEqual([9.75, -5.25, -21])
    expect(centreOf(grid())).toEqual([-0.25, -12.75, -26])
  })
})

describe('what is no volume', () => {
  const { plane } = slices()[0]!
  const tiltedSlice = slices(tilted(5))[2]!.plane

  it.each<[Refusal, readonly StackFrame[]]>([
    ['too few slices', slices({ count: 2 })],
    ['no frame of reference', changed(0, () => ({ frameOfReferenceUid: null }))],
    ['no frame of reference', changed(3, () => ({ frameOfReferenceUid: '1.2.4' }))],
    ['colour', changed(1, () => ({ isColour: true }))],
    ['obstacle', changed(1, () => ({ obstacle: 'No palette.' }))],
    ['missing positions', changed(1, () => ({ plane: null }))],
    ['mixed sizes', changed(1, () => ({ size: { columns: 41, rows: 30 } }))],
    ['mixed spacing', changed(1, () => ({ plane: { ...plane!, columnSpacing: 0.51 } }))],
    ['mixed orientation', changed(2, () => ({ plane: tiltedSlice }))],
    ['repeated positions', moved(1, [0, 0, 2])],
    ['uneven spacing', moved(4, [0, 0, 1])],
    ['leaning slices', slices().map((frame, i) => ({ ...frame, ...moved(i, [i * 0.4, 0, 0])[i]! }))],
    ['too large', changed(1, () => ({ reduction: 2 }))],
  ])('is refused: %s', (refusal, frames) => {
    expect(refusalOf(frames)).toBe(refusal)
  })

  it('is refused where the graphics or the memory do not take it', () => {
    expect(refusalOf(slices(), { ...LIMITS, maxSide: 39 })).toBe('too large')
    expect(refusalOf(slices(), { ...LIMITS, maxVoxels: 5_999 })).toBe('too large')
    expect(refusalOf(slices(), { ...LIMITS, maxVoxels: 6_000 })).toBeNull()
  })
})
