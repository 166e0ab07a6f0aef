import { describe, expect, test } from 'vitest'
import { apply, marked, type Examination, type OperationBody, type Step } from './examination'
import { annotation, examination } from './fixtures'
import { emptyHistory, redo, undo } from './history'
import { asSent, noMasks, paintBodies, strokeBetween, voxelsIn, type Masks } from './masks'
import { historyOf, type Written } from './written'

const before = examination({ version: 0 })
const step = (id: string, way: Step['way'] = 'forward'): Step => ({ id, way })
type SentBody = Parameters<typeof apply>[1] extends infer Body ? Exclude<Body, { strokes: unknown }> : never
const written = (bodies: readonly [SentBody, Step | null][], actor = 'reader'): Written[] =>
  bodies.map(([body, of], index) => ({
    version: index + 1,
    actor: { id: actor, name: 'Somebody' },
    created_at: '2026-01-01T00:00:00Z',
    operation: { ...body, id: `operation ${index}`, step: of },
  }))
const put = (id: string, x = 1): SentBody => ({
  kind: 'put_annotation',
  annotation: annotation(id, { geometry: { kind: 'box', x, y: 2, width: 3, height: 4 } }),
})
const remove = (id: string): SentBody => ({ kind: 'delete_annotation', annotation_id: id })
const play = (reading: Examination, items: readonly Written[]) =>
  items.map(({ operation }) => operation as OperationBody).reduce(apply, reading)
const idsAfterUndo = (items: readonly Written[]) => {
  const back = undo(historyOf(before, items, 'reader'))!
  return back.change.backward.reduce(apply, play(before, items)).annotations.map(({ id }) => id)
}

test('nothing was done, nothing can be taken back', () => {
  expect(historyOf(before, [], 'reader')).toEqual(emptyHistory)
})

describe('a step taken back', () => {
  test('is the last one, with all its operations', () => {
    const items = written([
      [put('a'), step('1')],
      [put('b'), step('2')],
      [put('c'), step('2')],
    ])

    expect(idsAfterUndo(items)).toEqual(['a'])
  })

  test('brings back what an object was', () => {
    const items = written([
      [put('a', 1), step('1')],
      [put('a', 9), step('2')],
    ])
    const back = undo(historyOf(before, items, 'reader'))!

    const [object] = back.change.backward.reduce(apply, play(before, items)).annotations
    expect(object?.geometry).toMatchObject({ x: 1 })
  })

  test('brings back what was deleted', () => {
    expect(
      idsAfterUndo(
        written([
          [put('a'), step('1')],
          [remove('a'), step('2')],
        ]),
      ),
    ).toEqual(['a'])
  })

  test('can be made again, also after a reload', () => {
    const items = written([
      [put('a'), step('1')],
      [put('b'), step('2')],
      [remove('b'), step('2', 'back')],
    ])
    const history = historyOf(before, items, 'reader')

    expect(undo(history)?.change.id).toBe('1')
    const again = redo(history)!
    expect(again.change.forward.reduce(apply, play(before, items)).annotations).toHaveLength(2)
  })

  test('and made again is there to be taken back', () => {
    const items = written([
      [put('a'), step('1')],
      [remove('a'), step('1', 'back')],
      [put('a'), step('1', 'again')],
    ])
    const history = historyOf(before, items, 'reader')

    expect([undo(history)?.change.id, redo(history)]).toEqual(['1', null])
  })
})

test('a new step forgets what was taken back', () => {
  const items = written([
    [put('a'), step('1')],
    [remove('a'), step('1', 'back')],
    [put('b'), step('2')],
  ])

  expect(redo(historyOf(before, items, 'reader'))).toBeNull()
})

test('to say that it is done is gone past', () => {
  const items = written([
    [put('a'), step('1')],
    [{ kind: 'set_state', state: 'done' }, null],
  ])

  expect(undo(historyOf(before, items, 'reader'))?.change.id).toBe('1')
})

test('what others did is not taken back, but known', () => {
  const own = written([[put('a', 1), step('1')]])
  const theirs = written([[remove('a'), null]], 'lead')

  const history = historyOf(before, [...own, ...theirs], 'reader')

  expect(history.undo).toHaveLength(1)
  expect(undo(history)!.change.backward).toEqual([remove('a')])
})

test('marks go back to what they were', () => {
  const items = written([
    [put('a'), step('1')],
    [{ kind: 'set_flags', tentative: true }, step('2')],
  ])
  const back = undo(historyOf(before, items, 'reader'))!

  expect(back.change.backward.reduce(apply, play(before, items)).tentative).toBe(false)
})

describe('what was painted', () => {
  const here = { sopInstanceUid: '1.2', frame: 1 }
  const runs = (...numbers: number[]) => Uint32Array.from(numbers)
  const paint = (masks: Masks, from: Uint32Array, to: Uint32Array) => {
    const [body] = paintBodies('m', [strokeBetween(here, from, to)!])
    return { sent: asSent(masks, body!)!, after: marked(masks, body!) }
  }
  const start = paint(noMasks, runs(), runs(3, 9))
  const more = paint(start.after, runs(3, 9), runs(5, 12))
  const put = annotation('m', { kind: 'mask', geometry: { kind: 'mask' } })
  const items = written([
    [{ kind: 'put_annotation', annotation: put }, step('1')],
    [start.sent, step('1')],
    [more.sent, step('2')],
  ])

  test('is taken back by what the server wrote down', () => {
    const back = undo(historyOf(before, items, 'reader'))!

    expect([...voxelsIn(back.change.backward.reduce(marked, more.after), 'm', here)]).toEqual([3, 9])
  })

  test('comes back with an object that was deleted', () => {
    const all = [...items, ...written([[remove('m'), step('3')]])]
    const back = undo(historyOf(before, all, 'reader'))!

    expect(back.change.backward.map(({ kind }) => kind)).toEqual(['put_annotation', 'paint_mask'])
    expect([...voxelsIn(back.change.backward.reduce(marked, noMasks), 'm', here)]).toEqual([5, 12])
  })

  test('before what is recalled counts too', () => {
    const base = { ...before, annotations: [put] }
    const back = undo(historyOf(base, items.slice(2), 'reader', start.after))!

    expect([...voxelsIn(back.change.backward.reduce(marked, more.after), 'm', here)]).toEqual([3, 9])
  })
})
