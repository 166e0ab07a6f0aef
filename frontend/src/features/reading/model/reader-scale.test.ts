import { describe, expect, test } from 'vitest'
import type { StackFrame } from '@/viewer/sources'
import type { Annotation } from './examination'
import { readerScale, scaleOfReader, stillKnown } from './reader-scale'

const frame = { sopInstanceUid: '1.1', frame: 1, dataset: null, calibration: null } as unknown as StackFrame
const line = { kind: 'length', start: { x: 0, y: 0 }, end: { x: 30, y: 40 } } as const
const length = (known_mm?: number, more: Partial<Annotation> = {}) =>
  ({
    image_id: 'image',
    sop_instance_uid: '1.1',
    frame: 1,
    geometry: known_mm === undefined ? line : { ...line, known_mm },
    ...more,
  }) as Annotation

describe('the scale that a reader sets', () => {
  test('is what the last known length of the picture says', () => {
    expect(readerScale([length(), length(50), length(100), length()], 'image', frame)).toEqual({
      columnMm: 2,
      rowMm: 2,
      from: 'reader',
    })
  })

  test('is that of its own picture only', () => {
    const elsewhere = [length(100, { sop_instance_uid: '1.2' }), length(100, { image_id: 'other' })]

    expect(readerScale(elsewhere, 'image', frame)).toBeNull()
    expect(scaleOfReader(elsewhere, 'image')(frame)).toBeNull()
  })

  test('keeps the shape that the image gives a pixel', () => {
    const oblong = { ...frame, calibration: { columnMm: 1, rowMm: 2, from: 'detector' } } as StackFrame
    const across = length(60, { geometry: { ...line, end: { x: 30, y: 0 }, known_mm: 60 } })

    expect(readerScale([across], 'image', oblong)).toMatchObject({ columnMm: 2, rowMm: 4 })
  })

  test('stays when the length is drawn anew', () => {
    const moved = { ...line, end: { x: 60, y: 80 } }

    expect(stillKnown({ ...line, known_mm: 100 }, moved)).toEqual({ ...moved, known_mm: 100 })
    expect(stillKnown(line, moved)).toBe(moved)
  })
})
