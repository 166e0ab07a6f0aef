import { describe, expect, test } from 'vitest'
import { drawn } from '@/viewer/masks/pictures'
import { NONE, type Runs } from '@/viewer/masks/runs'
import { noMasks, painted, strokeBetween, voxelsIn } from '../model/masks'
import { strokesOf, type ActSettings, type Ground, type MaskAct } from './mask-acts'

const size = { columns: 5, rows: 3 }
const places = [1, 2, 3, 4].map((frame) => ({ sopInstanceUid: '1.2', frame }))
const ground = (index: number): Ground => ({ places, index, size, spacing: { column: 1, row: 1 } })
const settings = (change: Partial<ActSettings> = {}): ActSettings => ({
  fewest: 2,
  isOnAll: false,
  ...change,
})

const RING = drawn('.###. .#.#. .###.')
const FULL = drawn('.###. .###. .###.')
const DOTS = drawn('##..# ##... .....')
const BLOCK = drawn('##... ##... .....')

function after(act: MaskAct, slices: readonly Runs[], index: number, change: Partial<ActSettings> = {}) {
  const body = (strokes: Parameters<typeof painted>[1]['strokes']) =>
    ({ kind: 'paint_mask', annotation_id: 'm', strokes }) as const
  const start = slices.flatMap((runs, i) => strokeBetween(places[i]!, NONE, runs) ?? [])
  const masks = painted(noMasks, body(start))
  const strokes = strokesOf(act, masks.get('m'), ground(index), settings(change))
  const changed = painted(masks, body(strokes))
  return { count: strokes.length, slices: places.map((place) => [...voxelsIn(changed, 'm', place)]) }
}

describe('filling holes', () => {
  test('on the picture on the screen', () => {
    expect(after('fill-holes', [RING, RING], 1)).toEqual({ count: 1, slices: [[...RING], [...FULL], [], []] })
  })

  test('on all pictures', () => {
    expect(after('fill-holes', [RING, NONE, RING], 1, { isOnAll: true }).count).toBe(2)
  })
})

test('islands are looked at over all slices together, or on one', () => {
  const slices = [DOTS, BLOCK, DOTS]

  expect(after('remove-small', slices, 0).slices[0]).toEqual([...BLOCK])
  expect(after('keep-largest', slices, 0, { isOnAll: true }).slices.slice(0, 3)).toEqual([
    [...BLOCK],
    [...BLOCK],
    [...BLOCK],
  ])
})

describe('interpolation', () => {
  test('fills the gaps and nothing else', () => {
    expect(after('interpolate', [NONE, BLOCK, NONE, BLOCK], 0)).toEqual({
      count: 1,
      slices: [[], [...BLOCK], [...BLOCK], [...BLOCK]],
    })
  })

  test('has nothing to do where there is no gap', () => {
    expect(after('interpolate', [BLOCK, BLOCK], 0).count).toBe(0)
    expect(after('interpolate', [], 0).count).toBe(0)
  })
})

test('the next slice gets what this one has, and the last has none', () => {
  expect(after('copy-next', [BLOCK, RING], 0).slices.slice(0, 2)).toEqual([[...BLOCK], [...BLOCK]])
  expect(after('copy-next', [NONE, NONE, NONE, BLOCK], 3).count).toBe(0)
})
