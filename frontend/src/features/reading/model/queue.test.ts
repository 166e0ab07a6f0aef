import { describe, expect, test } from 'vitest'
import { annotation, examination, put, remove } from './fixtures'
import {
  confirmed,
  discarded,
  emptyQueue,
  enqueue,
  isAllSaved,
  nextBatch,
  project,
  refused,
  retried,
  sending,
  syncStateOf,
  unanswered,
  type Queue,
} from './queue'

const ids = (queue: Queue) => queue.entries.map(({ operation }) => operation.id)
const shown = (queue: Queue) => project(queue).annotations.map(({ id }) => id)
const empty = emptyQueue(examination())

describe('adding', () => {
  test('an edit is on the screen at once', () => {
    const queue = enqueue(empty, put('1', 'a'))

    expect(shown(queue)).toEqual(['a'])
    expect(syncStateOf(queue, 'a').state).toBe('pending')
    expect(isAllSaved(queue)).toBe(false)
  })

  test('a newer put of the same object replaces one that was never sent', () => {
    const queue = enqueue(enqueue(empty, put('1', 'a')), put('2', 'a', { label_id: 'effusion' }))

    expect(ids(queue)).toEqual(['2'])
    expect(project(queue).annotations[0]?.label_id).toBe('effusion')
  })

  test('what is on its way is not replaced', () => {
    const queue = enqueue(sending(enqueue(empty, put('1', 'a')), ['1']), put('2', 'a'))

    expect(ids(queue)).toEqual(['1', '2'])
  })

  test('what may have arrived is not replaced either', () => {
    const returned = unanswered(sending(enqueue(empty, put('1', 'a')), ['1']))

    expect(ids(enqueue(returned, put('2', 'a')))).toEqual(['1', '2'])
  })

  test('an object that is drawn and deleted before it is sent needs no operation', () => {
    expect(enqueue(enqueue(empty, put('1', 'a')), remove('2', 'a')).entries).toEqual([])
  })

  test('a step that is taken back before it is sent is sent all the same, to be made again after a reload', () => {
    const step = { id: 's', way: 'forward' } as const
    const drawn = enqueue(empty, { ...put('1', 'a'), step })
    const changed = enqueue(drawn, { ...put('2', 'a', { label_id: 'effusion' }), step: { ...step, id: 't' } })
    const back = enqueue(changed, { ...put('3', 'a'), step: { id: 't', way: 'back' } })

    expect(ids(back)).toEqual(['1', '2', '3'])
    expect(ids(enqueue(back, remove('4', 'a')))).toEqual(['1', '2', '3', '4'])
  })

  test('a step that the server refused gives way to the next one', () => {
    const step = { id: 's', way: 'forward' } as const
    const failed = refused(sending(enqueue(empty, { ...put('1', 'a'), step }), ['1']), '1', 'Off the image.')

    expect(ids(enqueue(failed, { ...put('2', 'a'), step: { ...step, id: 't' } }))).toEqual(['2'])
  })

  test('an object that the server knows is deleted there', () => {
    const known = emptyQueue(examination({ annotations: [annotation('a')] }))

    expect(ids(enqueue(known, remove('1', 'a')))).toEqual(['1'])
  })

  test('flags replace older flags of the same name only', () => {
    const tentative = enqueue(empty, { id: '1', kind: 'set_flags', tentative: true })
    const other = enqueue(tentative, { id: '2', kind: 'set_flags', bad_quality: true })

    expect(ids(other)).toEqual(['1', '2'])
    expect(ids(enqueue(tentative, { id: '3', kind: 'set_flags', tentative: false }))).toEqual(['3'])
  })

  test('a finding takes no finding away', () => {
    const none = emptyQueue(examination({ no_finding: true }))

    expect(project(enqueue(none, put('1', 'a'))).no_finding).toBe(false)
  })
})

describe('sending', () => {
  const two = enqueue(enqueue(empty, put('1', 'a')), put('2', 'b'))

  test('goes in order, and one batch at a time', () => {
    expect(nextBatch(two, 50).map(({ id }) => id)).toEqual(['1', '2'])
    expect(nextBatch(two, 1).map(({ id }) => id)).toEqual(['1'])
    expect(nextBatch(sending(two, ['1']), 50)).toEqual([])
  })

  test('confirmed operations leave, and the server’s state is the ground', () => {
    const base = examination({ version: 2, annotations: [annotation('a'), annotation('b')] })
    const queue = confirmed(sending(two, ['1', '2']), base, ['1', '2'])

    expect(isAllSaved(queue)).toBe(true)
    expect(shown(queue)).toEqual(['a', 'b'])
    expect(syncStateOf(queue, 'a').state).toBe('synced')
  })

  test('without an answer the same ids go again, so nothing happens twice', () => {
    expect(nextBatch(unanswered(sending(two, ['1', '2'])), 50).map(({ id }) => id)).toEqual(['1', '2'])
  })

  test('an edit made while another is under way stays', () => {
    const during = enqueue(
      sending(enqueue(empty, put('1', 'a')), ['1']),
      put('2', 'a', { label_id: 'effusion' }),
    )
    const after = confirmed(during, examination({ version: 2, annotations: [annotation('a')] }), ['1'])

    expect(project(after).annotations[0]?.label_id).toBe('effusion')
    expect(syncStateOf(after, 'a').state).toBe('pending')
  })

  test('an answer that comes late does not undo a newer one', () => {
    const newer = confirmed(empty, examination({ version: 5 }), [])

    expect(confirmed(newer, examination({ version: 3 }), []).base.version).toBe(5)
  })
})

describe('conflict', () => {
  test('the server’s state comes in and pending edits stay on top', () => {
    const mine = sending(enqueue(empty, put('1', 'mine')), ['1'])
    const queue = confirmed(mine, examination({ version: 7, annotations: [annotation('theirs')] }), [])

    expect(shown(queue)).toEqual(['theirs', 'mine'])
    expect(nextBatch(queue, 50).map(({ id }) => id)).toEqual(['1'])
    expect(queue.base.version).toBe(7)
  })

  test('what the server already knew is not sent again', () => {
    const mine = sending(enqueue(enqueue(empty, put('1', 'a')), put('2', 'b')), ['1', '2'])
    const queue = confirmed(mine, examination({ version: 7, annotations: [annotation('a')] }), ['1'])

    expect(ids(queue)).toEqual(['2'])
  })

  test('a delete of what somebody else deleted is dropped', () => {
    const known = emptyQueue(examination({ annotations: [annotation('a')] }))
    const mine = sending(enqueue(known, remove('1', 'a')), ['1'])

    expect(confirmed(mine, examination({ version: 2 }), []).entries).toEqual([])
  })
})

describe('refusal', () => {
  const failed = refused(sending(enqueue(empty, put('1', 'a')), ['1']), '1', 'Outside the image.')

  test('the object stays, marked with the reason', () => {
    expect(shown(failed)).toEqual(['a'])
    expect(syncStateOf(failed, 'a')).toEqual({ state: 'failed', reason: 'Outside the image.' })
    expect(isAllSaved(failed)).toBe(false)
  })

  test('it is not sent again by itself', () => {
    expect(nextBatch(failed, 50)).toEqual([])
  })

  test('a new version of the object takes its place', () => {
    expect(ids(enqueue(failed, put('2', 'a')))).toEqual(['2'])
  })

  test('it can be tried again or given up', () => {
    expect(nextBatch(retried(failed), 50)).toHaveLength(1)
    expect(shown(discarded(failed, ['1']))).toEqual([])
  })

  test('a refused state does not show', () => {
    const done = enqueue(empty, { id: '1', kind: 'set_state', state: 'done' })

    expect(project(done).state).toBe('done')
    expect(project(refused(done, '1', 'Nothing read.')).state).toBe('open')
  })
})
