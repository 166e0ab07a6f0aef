import { expect, it } from 'vitest'
import { matches } from './command'

const set = { label: 'Čhest nodules', hint: 'Lung readers', words: 'set' }

it.each([
  ['', true],
  ['nodu', true],
  ['CHEST', true],
  ['lung nodules', true],
  ['nodules heart', false],
])('"%s" finds it: %s', (text, found) => {
  expect(matches(set, text)).toBe(found)
})
