import { describe, expect, test } from 'vitest'
import { apply, type Examination, type OperationBody } from './examination'
import { annotation, examination } from './fixtures'
import {
  deleteAnnotation,
  emptyHistory,
  putAnnotation,
  redo,
  remember,
  reopened,
  setFlags,
  undo,
  type Change,
} from './history'

const after = (before: Examination, bodies: readonly OperationBody[]) => bodies.reduce(apply, before)
const thereAndBack = (before: Examination, change: Change) =>
  after(after(before, change.forward), change.backward)

describe('the way back', () => {
  const withBox = examination({ annotations: [annotation('a')] })

  test('of drawing is deleting', () => {
    expect(thereAndBack(examination(), putAnnotation(examination(), annotation('a')))).toEqual(examination())
  })

  test('of drawing brings no finding back', () => {
    const none = examination({ no_finding: true })

    expect(thereAndBack(none, putAnnotation(none, annotation('a')))).toEqual(none)
  })

  test('of changing is what was before', () => {
    const change = putAnnotation(withBox, annotation('a', { label_id: 'effusion' }))

    expect(thereAndBack(withBox, change)).toEqual(withBox)
  })

  test('of deleting brings the object back', () => {
    expect(thereAndBack(withBox, deleteAnnotation(withBox, 'a')!)).toEqual(withBox)
  })

  test('of a mark is its former value', () => {
    expect(thereAndBack(withBox, setFlags(withBox, { tentative: true }))).toEqual(withBox)
  })

  test('deleting what is not there is no change', () => {
    expect(deleteAnnotation(withBox, 'b')).toBeNull()
  })
})

test('a change of a finished reading opens it again', () => {
  const done = examination({ state: 'done', bad_quality: true })

  expect(after(done, putAnnotation(done, annotation('a')).forward).state).toBe('open')
})

test('a step back from a finished reading opens it again, so that it may be emptied', () => {
  const done = examination({ state: 'done', annotations: [annotation('a')] })
  const { backward } = putAnnotation(examination(), annotation('a'))

  expect(after(done, reopened(done, backward))).toMatchObject({ state: 'open', annotations: [] })
  expect(reopened(examination(), backward)).toEqual(backward)
})

describe('undo and redo', () => {
  const first = putAnnotation(examination(), annotation('a'))
  const second = putAnnotation(examination(), annotation('b'))
  const both = remember(remember(emptyHistory, first), second)

  test('go back and forth in order', () => {
    const back = undo(both)!
    expect(back.change).toBe(second)

    const again = redo(back.history)!
    expect(again.change).toBe(second)
    expect(again.history).toEqual(both)
  })

  test('a new step forgets what was undone', () => {
    expect(redo(remember(undo(both)!.history, first))).toBeNull()
  })

  test('there is nothing before the first step', () => {
    expect(undo(emptyHistory)).toBeNull()
  })
})
