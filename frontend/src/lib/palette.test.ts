import { expect, it } from 'vitest'
import { labelColors, nextLabelColor, okabeIto } from './palette'

it('begins with the colours of Okabe and Ito', () => {
  expect(nextLabelColor([])).toBe(okabeIto[0])
})

it('gives the first colour that no label has, however it is written', () => {
  expect(nextLabelColor(['#e69f00', '#56B4E9'])).toBe('#009E73')
})

it('begins again when every colour is taken', () => {
  expect(nextLabelColor(labelColors)).toBe(okabeIto[0])
})
