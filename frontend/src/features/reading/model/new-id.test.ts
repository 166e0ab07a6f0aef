import { expect, test } from 'vitest'
import { newId } from './new-id'

test('begins with the time, so that ids sort as they were made', () => {
  expect(newId(0x0123_4567_89ab)).toMatch(/^01234567-89ab-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
})

test('is never the same twice', () => {
  expect(newId(1)).not.toBe(newId(1))
})
