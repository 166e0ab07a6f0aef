import { describe, expect, it } from 'vitest'
import { islandSizes, largestIsland, withHoleFilled, withHolesFilled, withoutSmallIslands } from './islands'
import { drawn, picture } from './pictures'
import { countOf } from './runs'

const TWO = `
  ##...
  ##..#
  ....#
`

describe('islands', () => {
  it('are parts that share edges, not corners', () => {
    expect(islandSizes([picture('#.', '.#')], 2)).toEqual([1, 1])
    expect(islandSizes([drawn(TWO)], 5)).toEqual([4, 2])
  })

  it('go on where one slice lies over the next', () => {
    const slices = [picture('##..'), picture('.#..'), picture('.###'), picture('#...')]

    expect(islandSizes(slices, 4)).toEqual([6, 1])
    expect(largestIsland(slices, 4).map(countOf)).toEqual([2, 1, 3, 0])
  })

  it('are told from each other where runs go over the end of a row', () => {
    expect(islandSizes([picture('..#', '#..')], 3)).toEqual([1, 1])
  })

  it('are kept when they are large enough', () => {
    expect([...withoutSmallIslands([drawn(TWO)], 5, 3)[0]!]).toEqual([0, 2, 5, 7])
    expect(countOf(withoutSmallIslands([drawn(TWO)], 5, 2)[0]!)).toBe(6)
    expect(largestIsland([picture('....')], 4).map(countOf)).toEqual([0])
  })
})

const RINGS = drawn(`
  #####.....
  #...#.####
  #.#.#.#..#
  #...#.####
  #####.....
  ..........
  .##.......
  .#.#......
`)
const size = { columns: 10, rows: 8 }

describe('holes', () => {
  it('are filled where the mask encloses them', () => {
    expect(countOf(withHolesFilled(RINGS, size)) - countOf(RINGS)).toBe(8 + 2)
  })

  it('are filled one at a time by a pixel of theirs', () => {
    expect(countOf(withHoleFilled(RINGS, size, 11)!) - countOf(RINGS)).toBe(8)
    expect(countOf(withHoleFilled(RINGS, size, 28)!) - countOf(RINGS)).toBe(2)
  })

  it('are none where it is open, and none where it is set', () => {
    expect(withHoleFilled(RINGS, size, 5)).toBeNull()
    expect(withHoleFilled(RINGS, size, 72)).toBeNull()
    expect(withHoleFilled(RINGS, size, 0)).toBeNull()
  })
})
