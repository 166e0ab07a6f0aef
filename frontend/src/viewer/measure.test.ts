import { describe, expect, test } from 'vitest'
import { sizeText } from './measure'

describe('sizes', () => {
  const box = { kind: 'box', x: 0, y: 0, width: 20, height: 10 } as const

  test('are millimetres where the image is calibrated', () => {
    expect(sizeText(box, { columnMm: 0.5, rowMm: 2, from: 'pixel spacing' })).toBe('10.0 × 20.0 mm')
  })

  test('are pixels otherwise', () => {
    expect(sizeText(box, null)).toBe('20 × 10 px')
  })

  test('of a polygon are areas', () => {
    const points = [
      { x: 0, y: 0 },
      { x: 10, y: 0 },
      { x: 0, y: 10 },
    ]

    expect(sizeText({ kind: 'polygon', points }, { columnMm: 0.5, rowMm: 0.5, from: 'pixel spacing' })).toBe(
      '12.5 mm²',
    )
  })

  test('of an ellipse are those of its box', () => {
    expect(sizeText({ ...box, kind: 'ellipse' }, null)).toBe('20 × 10 px')
  })

  test('of a length reckon with pixels that are not square', () => {
    const length = { kind: 'length', start: { x: 1, y: 1 }, end: { x: 7, y: 3 } } as const

    expect(sizeText(length, { columnMm: 0.5, rowMm: 2, from: 'detector' })).toBe('5.0 mm')
    expect(sizeText(length, null)).toBe('6.3 px')
  })

  test('of a point are the pixel it is on, calibrated or not', () => {
    const point = { kind: 'point', x: 12.7, y: 3.2 } as const

    expect(sizeText(point, { columnMm: 0.5, rowMm: 2, from: 'pixel spacing' })).toBe('12, 3 px')
  })
})
