import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { DicomDataset } from '../dicom-json'
import { SuvRefused, suvOf } from './suv'

interface Vector {
  name: string
  attributes: DicomDataset
  expected?: { factor: number; rule: string }
  refused?: string
}

/** The server's tests hold it against the same table. */
const vectors = JSON.parse(readFileSync('../backend/tests/vectors/suv.json', 'utf8')) as Vector[]

test.each(vectors)('$name', ({ attributes, expected, refused }) => {
  if (!expected) {
    expect(() => suvOf(attributes)).toThrow(SuvRefused)
    expect(() => suvOf(attributes)).toThrow(refused)
    return
  }
  const { factor, rule } = suvOf(attributes)

  expect(factor / expected.factor).toBeCloseTo(1, 12)
  expect(rule).toBe(expected.rule)
})
