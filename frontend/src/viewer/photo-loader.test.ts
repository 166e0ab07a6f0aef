import { expect, test } from 'vitest'
import { wholeSize } from './photo-loader'

test('a picture that came whole has its own size', () => {
  expect(wholeSize('web:a', { columns: 640, rows: 480 }, 1)).toEqual({ columns: 640, rows: 480 })
  expect(wholeSize('web:a', { columns: 640, rows: 480 }, NaN)).toEqual({ columns: 640, rows: 480 })
})

test('of one that came smaller, objects are drawn in the pixels of the whole', () => {
  expect(wholeSize('web:a', { columns: 8192, rows: 4096 }, 8192 / 12000)).toEqual({
    columns: 12000,
    rows: 6000,
  })
})
