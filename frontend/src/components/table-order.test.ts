import { describe, expect, it } from 'vitest'
import { nextOrder, readOrder, sortRows } from './table-order'

describe('sortRows', () => {
  it('sorts numbers by size and words as people do', () => {
    expect(sortRows([10, 9, 100], (n) => n, false)).toEqual([9, 10, 100])
    expect(sortRows(['P-10', 'P-9'], (word) => word, false)).toEqual(['P-9', 'P-10'])
  })

  it('puts what has no value last, up and down', () => {
    expect(sortRows([2, null, 1], (n) => n, false)).toEqual([1, 2, null])
    expect(sortRows([2, null, 1], (n) => n, true)).toEqual([2, 1, null])
  })
})

describe('nextOrder', () => {
  it('goes up, down, and back to the order of the server', () => {
    expect(nextOrder(null, 'name')).toBe('name')
    expect(nextOrder(readOrder('name'), 'name')).toBe('-name')
    expect(nextOrder(readOrder('-name'), 'name')).toBeUndefined()
    expect(nextOrder(readOrder('-name'), 'role')).toBe('role')
  })
})
