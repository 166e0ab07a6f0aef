import { describe, expect, it } from 'vitest'
import type { AnonymousObject, AnonymousReading } from './api'
import { added, asChosen, asDecision, changed, emptyDraft, holds, removed, toggled, wholeOf } from './draft'

const box = (id: string, x = 1): AnonymousObject => ({
  id,
  label_id: 'nodule',
  image_id: 'image',
  kind: 'box',
  sop_instance_uid: null,
  frame: 1,
  geometry: { kind: 'box', x, y: 1, width: 5, height: 5 },
  tracking_uid: null,
  is_target: false,
  comment: null,
  attributes: null,
  length_mm: null,
})
const reading = (alias: string, version: number, ...annotations: AnonymousObject[]): AnonymousReading => ({
  alias,
  version,
  tentative: false,
  bad_quality: false,
  no_finding: annotations.length === 0,
  comment: null,
  annotations,
})
const readings = [reading('A', 3, box('one'), box('two')), reading('B', 5, box('one', 9))]

describe('a decision that is being made', () => {
  it('takes objects of several readings and lets go of them', () => {
    let draft = toggled(emptyDraft, 'A', box('one'))
    draft = toggled(draft, 'B', box('one', 9))

    expect(holds(draft, 'A', 'one') && holds(draft, 'B', 'one')).toBe(true)
    expect(holds(toggled(draft, 'A', box('one')), 'A', 'one')).toBe(false)
  })

  it('keeps objects of two readers with the same id apart', () => {
    const draft = toggled(toggled(emptyDraft, 'A', box('one')), 'B', box('one', 9))

    expect(new Set(draft.objects.map(({ id }) => id)).size).toBe(2)
  })

  it('is sent as a merge as long as nothing is drawn', () => {
    const draft = removed(wholeOf(readings[0]!), 'two')

    expect(asDecision(draft, readings, ' As agreed. ')).toEqual({
      way: 'merge',
      versions: { A: 3, B: 5 },
      picked: [{ alias: 'A', annotation_id: 'one' }],
      bad_quality: false,
      comment: 'As agreed.',
    })
  })

  it('is sent with its objects once one is changed or drawn', () => {
    const draft = changed(wholeOf(readings[0]!), 'one', { label_id: 'mass' })
    const sent = asDecision(added(draft, box('new')), readings, '')

    expect(sent.way).toBe('redraw')
    expect(sent.picked).toBeUndefined()
    expect(sent.annotations?.map(({ id, label_id: label }) => [id, label])).toEqual([
      ['one', 'mass'],
      ['two', 'nodule'],
      ['new', 'nodule'],
    ])
    expect(sent.annotations?.[0]).not.toHaveProperty('origin')
  })

  it('names one reading where that is chosen', () => {
    expect(asChosen('B', readings, '')).toMatchObject({
      way: 'choose',
      chosen: 'B',
      versions: { A: 3, B: 5 },
    })
  })
})
