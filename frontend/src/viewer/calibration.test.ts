import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { calibrationOf, scaleUnder } from './calibration'
import { imagePoint } from './coordinates'
import type { DicomDataset } from './dicom-json'

interface Vector {
  name: string
  attributes: DicomDataset
  frame: number
  points: [number, number][]
  expected: { row_mm: number; column_mm: number; source: string } | null
}

/** The server's tests hold it against the same table. */
const vectors = JSON.parse(readFileSync('../backend/tests/vectors/calibration.json', 'utf8')) as Vector[]

describe('what a pixel stands for', () => {
  test.each(vectors)('$name', ({ attributes, frame, points, expected }) => {
    const found = calibrationOf(
      attributes,
      frame,
      points.map(([x, y]) => imagePoint(x, y)),
    )

    if (!expected) return expect(found).toBeNull()
    expect(found?.rowMm).toBeCloseTo(expected.row_mm, 12)
    expect(found?.columnMm).toBeCloseTo(expected.column_mm, 12)
    expect(found?.from).toBe(expected.source.replace('_', ' '))
  })
})

describe('what a shape is measured in', () => {
  const regions = vectors.find(({ name }) => name.startsWith('a shape has'))!.attributes
  const geometry = { kind: 'box', x: 110, y: 10, width: 40, height: 40 } as const

  test('is the scale of its place, not of the picture', () => {
    const scale = scaleUnder({ calibration: null, dataset: regions, frame: 1 }, geometry)

    expect(scale).toMatchObject({ rowMm: 0.1, from: 'ultrasound region' })
  })

  test('is what the reader said before all else', () => {
    const said = { rowMm: 2, columnMm: 2, from: 'reader' } as const

    expect(scaleUnder({ calibration: null, dataset: regions, frame: 1 }, geometry, said)).toBe(said)
  })
})
