import { describe, expect, it } from 'vitest'
import { common, complement, countOf, decoded, difference, encoded, has, isSame, NONE, runsOf } from './runs'
import { union, without, type Runs } from './runs'

const runs = (...numbers: number[]): Runs => Uint32Array.from(numbers)

/** The same by looking at every pixel. */
const bits = (of: Runs, count = 40): boolean[] => Array.from({ length: count }, (_, pixel) => has(of, pixel))

/** Numbers without pattern, the same ones every time. */
function someRuns(seed: number): Runs {
  let state = seed
  const next = () => (state = (state * 1_103_515_245 + 12_345) % 2 ** 31) / 2 ** 31
  return runsOf(
    Array.from({ length: 40 }, (_, pixel): [number, number] => [pixel, next() < 0.5 ? pixel + 1 : pixel]),
  )
}

describe('runs', () => {
  it('come from stretches, joined where they touch', () => {
    expect([
      ...runsOf([
        [1, 3],
        [3, 5],
        [6, 6],
        [8, 9],
      ]),
    ]).toEqual([1, 5, 8, 9])
  })

  it('tell which pixels they have and how many', () => {
    expect(bits(runs(1, 3, 5, 6), 7)).toEqual([false, true, true, false, false, true, false])
    expect(countOf(runs(1, 3, 5, 6))).toBe(3)
  })

  it.each([1, 2, 3, 4, 5])('join as sets do (%i)', (seed) => {
    const [a, b] = [someRuns(seed), someRuns(seed + 100)]
    const each = (isSet: (inA: boolean, inB: boolean) => boolean) =>
      bits(a).map((inA, i) => isSet(inA, bits(b)[i]!))

    expect(bits(union(a, b))).toEqual(each((inA, inB) => inA || inB))
    expect(bits(common(a, b))).toEqual(each((inA, inB) => inA && inB))
    expect(bits(without(a, b))).toEqual(each((inA, inB) => inA && !inB))
    expect(bits(difference(a, b))).toEqual(each((inA, inB) => inA !== inB))
    expect(isSame(difference(difference(a, b), b), a)).toBe(true)
  })

  it('have a complement within the picture', () => {
    expect([...complement(runs(0, 2, 5, 6), 6)]).toEqual([2, 5])
    expect([...complement(NONE, 3)]).toEqual([0, 3])
  })
})

describe('encoded', () => {
  it('begins with the clear pixels and leaves out those at the end', () => {
    expect([...encoded(runs(0, 2, 5, 6))]).toEqual([0, 2, 3, 1])
    expect([...encoded(runs(3, 4))]).toEqual([3, 1])
    expect(encoded(NONE)).toHaveLength(0)
  })

  it('writes numbers in LEB128', () => {
    expect([...encoded(runs(300, 16_000_000))]).toEqual([0xac, 0x02, 0xd4, 0xc5, 0xd0, 0x07])
  })

  it('comes back as it was', () => {
    for (const some of [
      NONE,
      runs(0, 1),
      runs(127, 128, 16_383, 16_384, 15_999_999, 16_000_000),
      someRuns(9),
    ]) {
      expect([...decoded(encoded(some))]).toEqual([...some])
    }
  })

  it('is read where it is not canonical', () => {
    expect([...decoded(Uint8Array.of(1, 2, 0, 3, 7))]).toEqual([1, 6])
    expect([...decoded(Uint8Array.of(9))]).toEqual([])
  })

  it('is refused where it is broken', () => {
    expect(() => decoded(Uint8Array.of(1, 0x80))).toThrow('in the middle')
    expect(() => decoded(Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0x7f))).toThrow('beyond')
  })
})
