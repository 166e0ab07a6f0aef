import { expect, test } from 'vitest'
import { chordsText, chordText } from './key-names'

test.each([
  ['Ctrl+Shift+KeyZ', 'Ctrl+Shift+Z'],
  ['Alt+Digit1', 'Alt+1'],
  ['NumpadAdd', 'Num Add'],
  ['BracketLeft', '['],
  ['Equal', '+'],
  ['Escape', 'Esc'],
])('%s is written %s', (chord, text) => {
  expect(chordText(chord)).toBe(text)
})

test('the four arrows are told together', () => {
  const arrows = ['Left', 'Right', 'Up', 'Down'].map((way) => `Shift+Arrow${way}`)

  expect(chordsText(arrows)).toEqual(['Shift+← → ↑ ↓'])
  expect(chordsText(['ArrowUp'])).toEqual(['↑'])
})

test('so are the digits', () => {
  const digits = [...'1234567890'].map((digit) => `Shift+Digit${digit}`)

  expect(chordsText(digits)).toEqual(['Shift+1 … 9, 0'])
})
