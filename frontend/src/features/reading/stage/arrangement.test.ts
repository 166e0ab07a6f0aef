import { describe, expect, test } from 'vitest'
import { activated, arranged, cellOf, divided, shownIn, type Arrangement } from './arrangement'

const shown = ({ cells }: Arrangement) => cells.map(({ imageId }) => imageId)

describe('an arrangement', () => {
  test('shows the images in their order, and leaves a cell too many empty', () => {
    expect(shown(arranged('2x2', ['a', 'b', 'c']))).toEqual(['a', 'b', 'c', null])
    expect(shown(arranged('1x1', ['a', 'b']))).toEqual(['a'])
  })

  test('shows another image in a cell, which becomes the active one', () => {
    const now = shownIn(arranged('1x2', ['a', 'b']), 1, 'c', { sopInstanceUid: '1.2', frame: 3 })

    expect(shown(now)).toEqual(['a', 'c'])
    expect(now.active).toBe(1)
    expect(now.cells[1]?.startAt).toEqual({ sopInstanceUid: '1.2', frame: 3 })
  })

  test('has no cell beyond its layout', () => {
    const now = arranged('1x1', ['a'])

    expect(activated(now, 3)).toBe(now)
    expect(shownIn(now, 3, 'b', null)).toBe(now)
  })

  test('finds an image in the active cell before the others', () => {
    const twice = arranged('1x2', ['a', 'a'])

    expect(cellOf(activated(twice, 1), 'a')).toBe(1)
    expect(cellOf(twice, 'z')).toBe(-1)
  })
})

describe('dividing anew', () => {
  test('fills new cells with the images that are not shown yet', () => {
    const now = shownIn(arranged('1x1', ['a']), 0, 'b', null)

    expect(shown(divided(now, '2x2', ['a', 'b', 'c']))).toEqual(['b', 'a', 'c', null])
  })

  test('keeps what is in hand in sight', () => {
    const now = activated(arranged('2x2', ['a', 'b', 'c', 'd']), 3)

    const fewer = divided(now, '1x2', ['a', 'b', 'c', 'd'])

    expect(shown(fewer)).toEqual(['d', 'a'])
    expect(fewer.active).toBe(0)
  })
})
