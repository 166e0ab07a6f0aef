import { describe, expect, test } from 'vitest'
import type { Geometry } from '../geometry'
import { unitsOf, valueAt, type PixelGrid } from './pixels'
import { statisticsUnder } from './statistics'

/** Values count from 0, row by row. */
const counting = (columns: number, rows: number, more: Partial<PixelGrid> = {}): PixelGrid => ({
  columns,
  rows,
  components: 1,
  values: Int16Array.from({ length: columns * rows * (more.components ?? 1) }, (_, i) => i),
  slope: 1,
  intercept: 0,
  stored: { slope: 1, intercept: 0 },
  ...more,
})
const box = (x: number, y: number, width: number, height: number): Geometry => ({
  kind: 'box',
  x,
  y,
  width,
  height,
})

describe('region statistics', () => {
  test('count the pixels whose centre lies inside', () => {
    // Columns 1 and 2 of rows 1 and 2: 5, 6, 9, 10.
    const found = statisticsUnder(counting(4, 4), box(0.6, 0.6, 2, 2))

    expect(found).toMatchObject({ count: 4, channels: [{ mean: 7.5, min: 5, max: 10 }] })
    expect(found!.channels[0]!.sd).toBeCloseTo(Math.sqrt(4.25), 12)
  })

  test('are in the values of the modality, also where a slope turns them round', () => {
    const grid = counting(4, 4, { slope: -2, intercept: 100 })

    expect(statisticsUnder(grid, box(0, 0, 2, 1))!.channels[0]).toMatchObject({ mean: 99, min: 98, max: 100 })
  })

  test('neighbours share no pixel and leave none out', () => {
    const grid = counting(10, 10)
    const left = statisticsUnder(grid, box(0, 0, 4.5, 10))!
    const right = statisticsUnder(grid, box(4.5, 0, 5.5, 10))!

    expect(left.count + right.count).toBe(100)
  })

  test('a contour that crosses itself counts even-odd', () => {
    const points = [
      { x: 0, y: 0 },
      { x: 8, y: 0 },
      { x: 0, y: 8 },
      { x: 8, y: 8 },
    ]
    const found = statisticsUnder(counting(8, 8), { kind: 'polygon', points })!

    expect(found.count).toBeGreaterThan(24)
    expect(found.count).toBeLessThan(40)
  })

  test('an ellipse has about its area', () => {
    const found = statisticsUnder(counting(200, 200), {
      kind: 'ellipse',
      x: 20,
      y: 30,
      width: 150,
      height: 90,
    })!

    expect(found.count / (Math.PI * 75 * 45)).toBeCloseTo(1, 2)
  })

  test('colour is told by channel', () => {
    const grid = counting(2, 1, { components: 3, stored: null })

    expect(statisticsUnder(grid, box(0, 0, 2, 1))!.channels.map(({ mean }) => mean)).toEqual([1.5, 2.5, 3.5])
  })

  test('what lies outside of the picture does not count, and nothing says nothing', () => {
    expect(statisticsUnder(counting(4, 4), box(2, 2, 10, 10))!.count).toBe(4)
    expect(statisticsUnder(counting(4, 4), box(0.6, 0.6, 0.5, 0.5))).toBeNull()
  })

  test('a small spread of large values is not lost', () => {
    const grid = counting(2, 1, { values: Float64Array.of(1e9, 1e9 + 1) })

    expect(statisticsUnder(grid, box(0, 0, 2, 1))!.channels[0]!.sd).toBe(0.5)
  })
})

describe('the value of a pixel', () => {
  test('is told as stored and as the modality means it', () => {
    const grid = counting(4, 4, { slope: 2, intercept: -1000 })

    expect(valueAt(grid, { x: 1.9, y: 1.1 })).toEqual({ column: 1, row: 1, stored: 5, modality: [-990] })
    expect(valueAt(grid, { x: -0.1, y: 0 })).toBeNull()
  })
})

describe('units', () => {
  const value = (...Value: unknown[]) => ({ Value })

  test('of CT are Hounsfield’s where it is rescaled, unless it says otherwise', () => {
    expect(unitsOf({ '00080060': value('CT'), '00281053': value(1) }, 1).unit).toBe('HU')
    expect(unitsOf({ '00080060': value('CT'), '00281053': value(1), '00281054': value('US') }, 1).unit).toBe(
      '',
    )
    expect(unitsOf({ '00080060': value('CT') }, 1).unit).toBe('')
  })

  test('of PET come with the reason why there is no SUV', () => {
    const found = unitsOf({ '00080060': value('PT'), '00541001': value('CNTS') }, 1)

    expect(found).toMatchObject({ unit: 'counts', suv: null, noSuv: { tag: '7053xx00' } })
  })
})
