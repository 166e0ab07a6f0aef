import { expect, it } from 'vitest'
import { safeReturnPath } from './return-path'

it.each([
  ['/sets/1?page=2', '/sets/1?page=2'],
  ['https://elsewhere.example/x', '/'],
  ['//elsewhere.example/x', '/'],
  ['javascript:alert(1)', '/'],
  ['/sign-in?from=/x', '/'],
])('of %s leads to %s', (asked, given) => {
  expect(safeReturnPath(asked)).toBe(given)
})
