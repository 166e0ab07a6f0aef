import { act, renderHook } from '@testing-library/react'
import { expect, it } from 'vitest'
import { useSelection } from './use-selection'

const ids = ['a', 'b', 'c', 'd']
const begin = () => renderHook(({ ids }) => useSelection(ids), { initialProps: { ids } }).result

it('chooses one, and lets go of it', () => {
  const selection = begin()

  act(() => selection.current.toggle('b'))
  expect([...selection.current.chosen]).toEqual(['b'])
  act(() => selection.current.toggle('b'))

  expect(selection.current).toMatchObject({ chosen: new Set(), shown: 'none' })
})

it('chooses a stretch in either direction', () => {
  const selection = begin()

  act(() => selection.current.toggle('c'))
  act(() => selection.current.toggle('a', true))

  expect(selection.current).toMatchObject({ chosen: new Set(['a', 'b', 'c']), shown: 'some' })
})

it('keeps what was chosen on another page', () => {
  const { result, rerender } = renderHook(({ ids }) => useSelection(ids), { initialProps: { ids } })
  act(() => result.current.toggle('b'))

  rerender({ ids: ['x', 'y'] })
  act(() => result.current.toggleAll())
  expect(result.current).toMatchObject({ chosen: new Set(['b', 'x', 'y']), shown: 'all' })
  act(() => result.current.toggleAll())

  expect([...result.current.chosen]).toEqual(['b'])
})
