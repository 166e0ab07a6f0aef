import { describe, expect, test } from 'vitest'
import { hashOf, packed, sliceOf, unpacked } from '@/viewer/masks/packing'
import { difference } from '@/viewer/masks/runs'
import { annotation, examination, remove } from './fixtures'
import { apply, marked } from './examination'
import { deleteAnnotation, paintMask, startMask } from './history'
import { asPainted, asSent, masksFrom, noMasks, paintBodies, painted, strokeBetween } from './masks'
import { unpainted, voxelCount, voxelsIn, type Masks, type PaintBody, type Stroke } from './masks'

const here = { sopInstanceUid: '1.2', frame: 1 }
const there = { sopInstanceUid: '1.3', frame: 1 }
const runs = (...numbers: number[]) => Uint32Array.from(numbers)
const stroke = (from: Uint32Array, to: Uint32Array, place = here): Stroke => strokeBetween(place, from, to)!
const body = (...strokes: Stroke[]): PaintBody => ({ kind: 'paint_mask', annotation_id: 'm', strokes })
const on = (masks: Masks, place = here) => [...voxelsIn(masks, 'm', place)]

const some = painted(noMasks, body(stroke(runs(), runs(2, 8))))

describe('a stroke', () => {
  test('changes one picture of one mask', () => {
    const after = painted(some, body(stroke(runs(2, 8), runs(4, 10)), stroke(runs(), runs(0, 1), there)))

    expect([on(after), on(after, there), on(some)]).toEqual([
      [4, 10],
      [0, 1],
      [2, 8],
    ])
    expect(voxelCount(after.get('m'))).toBe(7)
  })

  test('that clears everything leaves no picture', () => {
    expect(painted(some, body(stroke(runs(2, 8), runs()))).get('m')?.size).toBe(0)
  })

  test('that changes nothing is none', () => {
    expect(strokeBetween(here, runs(2, 8), runs(2, 8))).toBeNull()
  })

  test('keeps what it set and cleared on voxels that somebody else changed', () => {
    const [own, other] = [stroke(runs(2, 8), runs(4, 10)), stroke(runs(2, 8), runs(2, 6, 20, 22))]

    expect(on(painted(painted(some, body(other)), body(own)))).toEqual([4, 6, 8, 10, 20, 22])
  })

  test('goes back', () => {
    const step = body(stroke(runs(2, 8), runs(4, 10)))

    expect(on(painted(painted(some, step), unpainted(step)))).toEqual([2, 8])
  })

  test('over very many pictures takes several operations', () => {
    const strokes = Array.from({ length: 2_100 }, (_, i) =>
      stroke(runs(), runs(1, 2), { ...here, frame: i + 1 }),
    )

    expect(paintBodies('m', strokes).map((each) => each.strokes.length)).toEqual([1_000, 1_000, 100])
  })
})

describe('what is sent', () => {
  test('is a difference between two hashes', () => {
    const sent = asSent(some, body(stroke(runs(2, 8), runs(4, 10))))!

    expect(sent.slices).toEqual([
      {
        sop_instance_uid: '1.2',
        frame: 1,
        base: hashOf(runs(2, 8)),
        result: hashOf(runs(4, 10)),
        difference: packed(difference(runs(2, 8), runs(4, 10))),
      },
    ])
  })

  test('is made on what the server has, not on what the reader saw', () => {
    const theirs = painted(noMasks, body(stroke(runs(), runs(2, 6, 20, 22))))
    const [slice] = asSent(theirs, body(stroke(runs(2, 8), runs(4, 10))))!.slices

    expect(slice).toMatchObject({
      base: hashOf(runs(2, 6, 20, 22)),
      result: hashOf(runs(4, 6, 8, 10, 20, 22)),
    })
  })

  test('leaves out what is so already', () => {
    const step = body(stroke(runs(2, 8), runs(4, 10)), stroke(runs(), runs(0, 1), there))

    expect(asSent(painted(some, body(step.strokes[0]!)), step)!.slices).toHaveLength(1)
    expect(asSent(painted(some, step), step)).toBeNull()
  })

  test('is understood when it is read again', () => {
    const step = body(stroke(runs(2, 8), runs(4, 10)))
    const [read] = asPainted(some, asSent(some, step)!).strokes

    expect([[...unpacked(read!.set)], [...unpacked(read!.cleared)]]).toEqual([
      [8, 10],
      [2, 4],
    ])
  })
})

test('the masks of a reading are taken as the server tells them', () => {
  const { hash, runs: packedRuns, voxels } = sliceOf(runs(2, 8))!
  const picture = { annotation_id: 'm', sop_instance_uid: '1.2', frame: 1, hash, runs: packedRuns, voxels }

  expect(on(masksFrom({ version: 3, masks: [picture] }))).toEqual([2, 8])
})

describe('steps', () => {
  const mask = annotation('m', { kind: 'mask', geometry: { kind: 'mask' } })

  test('the first stroke makes the object and takes it away', () => {
    const { forward, backward } = startMask(examination(), mask, [stroke(runs(), runs(2, 8))])

    expect(forward.reduce(apply, examination()).annotations).toHaveLength(1)
    expect(on(forward.reduce(marked, noMasks))).toEqual([2, 8])
    expect(backward.reduce(marked, some).has('m')).toBe(false)
  })

  test('painting goes back and forth over pictures', () => {
    const strokes = [stroke(runs(2, 8), runs(4, 10)), stroke(runs(), runs(0, 1), there)]
    const { forward, backward } = paintMask(examination(), 'm', strokes)
    const after = forward.reduce(marked, some)

    expect([on(after), on(after, there)]).toEqual([
      [4, 10],
      [0, 1],
    ])
    expect([on(backward.reduce(marked, after)), on(backward.reduce(marked, after), there)]).toEqual([
      [2, 8],
      [],
    ])
  })

  test('a deleted mask comes back with its voxels', () => {
    const { forward, backward } = deleteAnnotation(examination({ annotations: [mask] }), 'm', some)!
    const gone = forward.reduce(marked, some)

    expect(gone.has('m')).toBe(false)
    expect(on(backward.reduce(marked, gone))).toEqual([2, 8])
    expect(marked(some, remove('1', 'other'))).toBe(some)
  })
})
