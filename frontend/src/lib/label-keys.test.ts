import { expect, test } from 'vitest'
import { keysOf } from './label-keys'

const label = (id: string, shortcut: string | null = null, archived_at: string | null = null) => ({
  id,
  shortcut,
  archived_at,
})

test('labels have their own key, else the next digit that is free', () => {
  const keys = keysOf([label('a'), label('b', '1'), label('c', 'A'), label('d')])

  expect([...keys]).toEqual([
    ['a', '2'],
    ['b', '1'],
    ['c', 'A'],
    ['d', '3'],
  ])
})

test('what is archived has no key and takes none', () => {
  expect([...keysOf([label('a', '1', '2026-01-01T00:00:00Z'), label('b')])]).toEqual([['b', '1']])
})

test('there are ten digits', () => {
  const keys = keysOf(Array.from({ length: 12 }, (_, i) => label(String(i))))

  expect([...keys.values()]).toEqual(['1', '2', '3', '4', '5', '6', '7', '8', '9', '0', '', ''])
})
