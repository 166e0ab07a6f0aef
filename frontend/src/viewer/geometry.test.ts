import { describe, expect, test } from 'vitest'
import {
  area,
  between,
  contains,
  handleAt,
  handles,
  isDrawable,
  moveBy,
  moveHandle,
  outline,
  resizeBy,
  shapeAt,
  type Geometry,
} from './geometry'

const size = { columns: 100, rows: 80 }
const box: Geometry = { kind: 'box', x: 10, y: 20, width: 30, height: 40 }
const triangle: Geometry = {
  kind: 'polygon',
  points: [
    { x: 0, y: 0 },
    { x: 10, y: 0 },
    { x: 0, y: 10 },
  ],
}

test('a box may be drawn from any corner', () => {
  expect(between('box', { x: 40, y: 60 }, { x: 10, y: 20 })).toEqual(box)
})

test('the area of a triangle is half base times height', () => {
  expect(area(triangle)).toBe(50)
})

describe('what is worth keeping', () => {
  test('less than a pixel is not', () => {
    expect(isDrawable({ kind: 'box', x: 1, y: 1, width: 0.5, height: 30 })).toBe(false)
  })

  test('three points on a line are not', () => {
    const line = [1, 5, 9].map((at) => ({ x: at, y: at }))

    expect(isDrawable({ kind: 'polygon', points: line })).toBe(false)
  })

  test('a box is', () => {
    expect(isDrawable(box)).toBe(true)
  })
})

describe('moving', () => {
  test('stops at the edge of the image and keeps the size', () => {
    expect(moveBy(box, 1000, -1000, size)).toEqual({ ...box, x: 70, y: 0 })
  })

  test('moves every corner of a polygon', () => {
    const moved = moveBy(triangle, 5, 6, size)

    expect(moved).toEqual({
      kind: 'polygon',
      points: [
        { x: 5, y: 6 },
        { x: 15, y: 6 },
        { x: 5, y: 16 },
      ],
    })
  })

  test('a corner of a box leaves the opposite corner where it is', () => {
    expect(moveHandle(box, 0, { x: 50, y: 70 })).toEqual({ kind: 'box', x: 40, y: 60, width: 10, height: 10 })
  })

  test('a corner of a polygon leaves the others', () => {
    expect(moveHandle(triangle, 1, { x: 20, y: 2 })).toMatchObject({
      points: [
        { x: 0, y: 0 },
        { x: 20, y: 2 },
        { x: 0, y: 10 },
      ],
    })
  })
})

describe('resizing', () => {
  test('keeps the top left corner', () => {
    expect(resizeBy(box, 5, -10, size)).toEqual({ ...box, width: 35, height: 30 })
  })

  test('keeps at least a pixel', () => {
    expect(resizeBy(box, -500, 0, size)).toMatchObject({ width: 1 })
  })

  test('stretches a polygon within its bounds', () => {
    expect(resizeBy(triangle, 10, 0, size)).toMatchObject({
      points: [
        { x: 0, y: 0 },
        { x: 20, y: 0 },
        { x: 0, y: 10 },
      ],
    })
  })
})

describe('finding', () => {
  test('inside a polygon goes by even and odd', () => {
    expect(contains(triangle, { x: 2, y: 2 })).toBe(true)
    expect(contains(triangle, { x: 8, y: 8 })).toBe(false)
  })

  test('a handle is found within reach only', () => {
    expect(handleAt(box, { x: 41, y: 21 }, 2)).toBe(1)
    expect(handleAt(box, { x: 45, y: 25 }, 2)).toBeNull()
  })

  test('of nested shapes the smaller one is meant', () => {
    const shapes = [
      { id: 'big', geometry: box },
      { id: 'small', geometry: { kind: 'box', x: 20, y: 30, width: 5, height: 5 } as const },
    ]

    expect(shapeAt(shapes, { x: 22, y: 32 }, 1)?.id).toBe('small')
    expect(shapeAt(shapes, { x: 12, y: 40 }, 1)?.id).toBe('big')
    expect(shapeAt(shapes, { x: 90, y: 5 }, 1)).toBeNull()
  })
})

describe('an ellipse', () => {
  const ellipse: Geometry = { ...box, kind: 'ellipse' }

  test('touches its box from inside', () => {
    const xs = outline(ellipse).map((p) => p.x)
    const ys = outline(ellipse).map((p) => p.y)

    expect([Math.min(...xs), Math.max(...xs)]).toEqual([10, 40])
    expect([Math.min(...ys), Math.max(...ys)]).toEqual([20, 60])
  })

  test('has the area of its axes, and no corners', () => {
    expect(area(ellipse)).toBeCloseTo(Math.PI * 15 * 20, 9)
    expect(contains(ellipse, { x: 12, y: 22 })).toBe(false)
    expect(contains(ellipse, { x: 25, y: 40 })).toBe(true)
  })

  test('is taken by the corners of its box', () => {
    expect(handles(ellipse)).toEqual(outline(box))
    expect(moveHandle(ellipse, 2, { x: 50, y: 70 })).toEqual({ ...ellipse, width: 40, height: 50 })
  })
})

describe('a freehand contour', () => {
  const contour: Geometry = { kind: 'freehand', points: [...triangle.points, { x: 0, y: 5 }] }

  test('is taken by its bounds, not by every point', () => {
    expect(handles(contour)).toHaveLength(4)
    expect(moveHandle(contour, 2, { x: 20, y: 10 })).toMatchObject({
      points: [{ x: 0 }, { x: 20 }, { x: 0 }, { x: 0, y: 5 }],
    })
  })
})

describe('a point', () => {
  const point: Geometry = { kind: 'point', x: 5, y: 6 }

  test('is always worth keeping, moves and has no size', () => {
    expect(isDrawable(point)).toBe(true)
    expect(moveBy(point, -50, 4, size)).toEqual({ kind: 'point', x: 0, y: 10 })
    expect(moveHandle(point, 0, { x: 1, y: 2 })).toEqual({ kind: 'point', x: 1, y: 2 })
    expect(resizeBy(point, 3, 3, size)).toEqual(point)
  })

  test('is found within reach', () => {
    expect(shapeAt([{ geometry: point }], { x: 6, y: 6 }, 2)).not.toBeNull()
    expect(shapeAt([{ geometry: point }], { x: 9, y: 6 }, 2)).toBeNull()
  })
})

describe('a length', () => {
  const length: Geometry = { kind: 'length', start: { x: 10, y: 10 }, end: { x: 30, y: 10 } }

  test('keeps its direction', () => {
    expect(between('length', { x: 30, y: 10 }, { x: 10, y: 10 })).toMatchObject({ start: { x: 30 } })
  })

  test('needs a pixel', () => {
    expect(isDrawable(between('length', { x: 1, y: 1 }, { x: 1.5, y: 1 }))).toBe(false)
    expect(isDrawable(length)).toBe(true)
  })

  test('is taken by either end, and grows at its end', () => {
    expect(moveHandle(length, 0, { x: 1, y: 2 })).toEqual({ ...length, start: { x: 1, y: 2 } })
    expect(resizeBy(length, 500, 0, size)).toEqual({ ...length, end: { x: 100, y: 10 } })
  })

  test('has no inside', () => {
    expect(area(length)).toBe(0)
    expect(contains(length, { x: 20, y: 10 })).toBe(false)
  })
})
