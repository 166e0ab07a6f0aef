import { describe, expect, test } from 'vitest'
import vectors from '../../../backend/tests/vectors/spline.json'
import { middleOf, sampled } from './spline'

const point = ([x, y]: readonly number[]) => ({ x: x!, y: y! })

describe('a spline', () => {
  test.each(vectors)('$name: is sampled as the server does', ({ points, outline }) => {
    expect(sampled(points.map(point))).toEqual(outline.map(point))
  })

  test('has its middle on the curve, between its two points', () => {
    const square = [10, 20, 20, 10].map((x, i) => ({ x, y: i < 2 ? 10 : 20 }))

    const { x, y } = middleOf(square, 0)

    expect(x).toBeCloseTo(15, 9)
    expect(y).toBeLessThan(10)
    expect(sampled(square)).toContainEqual(middleOf(square, 0))
  })
})
