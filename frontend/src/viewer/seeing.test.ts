import { describe, expect, test } from 'vitest'
import { badgesOf } from './badges'
import type { Affine } from './coordinates'
import { lettersAround } from './orientation-letters'
import { barOf } from './scale-bar'
import type { View } from './view'

const upright: Affine = { a: 2, b: 0, c: 0, d: 2, e: 0, f: 0 }
const mirrored: Affine = { ...upright, a: -2 }
const turned: Affine = { a: 0, b: 2, c: -2, d: 0, e: 0, f: 0 }
const axial = {
  origin: [0, 0, 0],
  columnDirection: [1, 0, 0],
  rowDirection: [0, 1, 0],
  columnSpacing: 1,
  rowSpacing: 1,
} as const

describe('the letters around a picture', () => {
  test('of an axial slice are right, left, front and back', () => {
    expect(lettersAround({ plane: axial, dataset: null }, upright)).toEqual({
      right: 'L',
      left: 'R',
      top: 'A',
      bottom: 'P',
    })
  })

  test('go with the picture when it is mirrored or turned', () => {
    expect(lettersAround({ plane: axial, dataset: null }, mirrored)).toMatchObject({ right: 'R', top: 'A' })
    expect(lettersAround({ plane: axial, dataset: null }, turned)).toMatchObject({ bottom: 'L', right: 'A' })
  })

  test('of a radiograph are what it says', () => {
    const dataset = { '00200020': { Value: ['P', 'FL'] } }

    expect(lettersAround({ plane: null, dataset }, upright)).toEqual({
      right: 'P',
      left: 'A',
      top: 'HR',
      bottom: 'FL',
    })
  })

  test('are none where nothing is known', () => {
    expect(lettersAround({ plane: null, dataset: { '00200020': { Value: ['?', ''] } } }, upright)).toBeNull()
  })
})

describe('the scale bar', () => {
  const view = (columnMm: number) => ({
    toCanvas: upright,
    size: { columns: 10, rows: 10 },
    place: { sopInstanceUid: null, frame: 1 },
    calibration: { columnMm, rowMm: 1, from: 'pixel spacing' } as const,
  })

  test('is of a round length and not too long', () => {
    expect(barOf(view(1))).toEqual({ mm: 50, px: 100 })
    expect(barOf(view(0.011))?.mm).toBe(0.5)
    expect(barOf({ ...view(1), calibration: null })).toBeNull()
  })
})

test('badges tell what is unlike the image as it was made', () => {
  const view = { calibration: null, isLossy: true, shownPart: 0.5, isInverted: true, toCanvas: mirrored }

  expect(badgesOf(view as unknown as View)).toEqual([
    'lossy',
    'reduced',
    'inverted',
    'mirrored',
    'uncalibrated',
  ])
  const plain = {
    ...view,
    calibration: {},
    isLossy: false,
    shownPart: 1,
    isInverted: false,
    toCanvas: upright,
  }
  expect(badgesOf(plain as unknown as View)).toEqual([])
})
