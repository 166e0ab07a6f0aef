import { describe, expect, test } from 'vitest'
import {
  bounds,
  contains,
  distanceToOutline,
  handles,
  isDrawable,
  moveBy,
  resizeBy,
  type Geometry,
} from './geometry'
import { across, axesOf, degreesOf, moveLinePoint, SQUARE, type Angle, type Bidirectional } from './lines'

const at = (x: number, y: number) => ({ x, y })
const axes: Bidirectional = {
  kind: 'bidirectional',
  long: { start: at(10, 20), end: at(30, 20) },
  short: { start: at(15, 14), end: at(15, 26) },
}
const angle: Angle = { kind: 'angle', start: at(30, 10), vertex: at(10, 10), end: at(20, 20) }
const size = { columns: 100, rows: 100 }
const tall = { columnMm: 0.5, rowMm: 2 }

describe('two axes', () => {
  test('are told by their size, the longer one first, whichever was drawn so', () => {
    expect(axesOf(axes, SQUARE)).toEqual([20, 12])
    expect(axesOf(axes, tall)).toEqual([24, 10])
  })

  test('the short one is aimed at a right angle to the long one', () => {
    expect(across(axes.long, at(15, 14), at(19, 30), SQUARE)).toEqual(at(15, 30))
  })

  test('a right angle is one in millimetres', () => {
    const slanted = { start: at(0, 0), end: at(8, 2) } // 4 mm across and 4 mm down

    const { x, y } = across(slanted, at(4, 1), at(0, 2), tall)

    expect([x, y]).toEqual([expect.closeTo(0), expect.closeTo(2)])
  })

  test('dragging an end of the short one keeps the angle, and shifts it along', () => {
    expect(moveLinePoint(axes, 3, at(18, 30), SQUARE)).toEqual({
      ...axes,
      short: { start: at(18, 14), end: at(18, 30) },
    })
  })

  test('dragging an end of the long one takes the short one with it', () => {
    const turned = moveLinePoint(axes, 1, at(10, 60), SQUARE) as Bidirectional

    expect(turned.long).toEqual({ start: at(10, 20), end: at(10, 60) })
    // A quarter along, six out on either side.
    expect(turned.short.start.x).toBeCloseTo(16)
    expect(turned.short.start.y).toBeCloseTo(30)
    expect(turned.short.end.x).toBeCloseTo(4)
  })

  test('move and stay in the image as a whole', () => {
    expect(bounds(moveBy(axes, 200, 0, size))).toEqual({ left: 80, right: 100, top: 14, bottom: 26 })
  })

  test('have four handles, no inside, and are hit on either line', () => {
    expect(handles(axes)).toHaveLength(4)
    expect(contains(axes, at(16, 18))).toBe(false)
    expect(distanceToOutline(axes, at(15, 25))).toBe(0)
    expect(distanceToOutline(axes, at(30, 26))).toBe(6)
  })

  test('neither may be a dot', () => {
    expect(isDrawable({ ...axes, short: { start: at(15, 14), end: at(15, 14.5) } })).toBe(false)
  })
})

describe('an angle', () => {
  test('is measured in degrees, in millimetres where a pixel is not square', () => {
    expect(degreesOf(angle, SQUARE)).toBeCloseTo(45)
    expect(degreesOf(angle, tall)).toBeCloseTo(75.9638, 4)
    expect(degreesOf({ ...angle, end: at(0, 10) }, SQUARE)).toBeCloseTo(180)
  })

  test('is not hit between its open ends', () => {
    expect(distanceToOutline(angle, at(25, 15))).toBeGreaterThan(3)
  })

  test('by keys its end is moved', () => {
    expect(resizeBy(angle, 3, 0, size)).toEqual({ ...angle, end: at(23, 20) })
  })
})

test('an arrow has its two ends', () => {
  const arrow: Geometry = { kind: 'arrow', start: at(1, 2), end: at(8, 9) }

  expect(handles(arrow)).toEqual([at(1, 2), at(8, 9)])
  expect(isDrawable({ ...arrow, end: at(1, 2.5) })).toBe(false)
})
