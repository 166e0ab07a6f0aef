import { describe, expect, test } from 'vitest'
import { imagePoint } from '../coordinates'
import { sliceOf } from './packing'
import { brushOf, filledAt, maskAt, pixelAt, type Paint, type ShownMask } from './painting'
import { drawn } from './pictures'
import { isEmpty, type Runs } from './runs'

const size = { columns: 5, rows: 3 }
const RING = drawn('.###. .#.#. .###.')
const FULL = drawn('.###. .###. .###.')
const paint = (change: Partial<Paint> = {}): Paint => ({
  tool: 'brush',
  targetId: 'm',
  color: '#e69f00',
  diameter: 4,
  range: null,
  tolerance: 1,
  refusal: null,
  ...change,
})
const values = { size, at: (pixel: number) => Math.floor(pixel / size.columns) }
const mask = (id: string, runs: Runs): ShownMask => ({
  id,
  color: '#e69f00',
  slice: isEmpty(runs) ? null : sliceOf(runs),
  isSelected: false,
})

test('a point lies in a pixel, or beside the picture', () => {
  expect([imagePoint(4.9, 1.2), imagePoint(5, 1), imagePoint(-0.1, 0)].map((p) => pixelAt(p, size))).toEqual([
    9,
    null,
    null,
  ])
})

test('a click means the mask that marks least there', () => {
  const masks = [mask('large', FULL), mask('small', RING), mask('none', drawn('..... ..... .....'))]

  expect(maskAt(masks, imagePoint(1.5, 0.5), size)?.id).toBe('small')
  expect(maskAt(masks, imagePoint(2.5, 1.5), size)?.id).toBe('large')
  expect(maskAt(masks, imagePoint(0.5, 0.5), size)).toBeNull()
})

describe('a brush', () => {
  test('keeps to the range of values', () => {
    const { may } = brushOf(paint({ range: { low: 1, high: 1 } }), values)

    expect([2, 7, 12].map((pixel) => may?.(pixel))).toEqual([false, true, false])
  })

  test('erases whatever the values are', () => {
    expect(brushOf(paint({ tool: 'eraser', range: { low: 1, high: 1 } }), values)).toMatchObject({
      isEraser: true,
      may: null,
    })
  })
})

describe('a click that fills', () => {
  test('fills the hole around it, or says that there is none', () => {
    const filled = filledAt(paint({ tool: 'fill' }), sliceOf(RING), 7, size, null)

    expect(filled).toEqual({ before: RING, after: FULL })
    expect(filledAt(paint({ tool: 'fill' }), sliceOf(RING), 0, size, null)).toBe('notEnclosed')
  })

  test('grows by the tolerance, or within the range', () => {
    const grow = (change: Partial<Paint>) =>
      filledAt(paint({ tool: 'grow', ...change }), null, 7, size, values)

    expect(grow({ tolerance: 0 })).toMatchObject({ after: Uint32Array.of(5, 10) })
    expect(grow({ range: { low: 0, high: 1 } })).toMatchObject({ after: Uint32Array.of(0, 10) })
    expect(grow({ range: { low: 2, high: 9 } })).toBe('outOfRange')
    expect(filledAt(paint({ tool: 'grow' }), null, 7, size, null)).toBe('noValues')
  })
})
