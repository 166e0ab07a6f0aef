import { describe, expect, it } from 'vitest'
import type { Outline } from '@/viewer/assist/proposals'
import { acceptance, assistedObjects } from './assisted'
import { apply } from './examination'
import { examination } from './fixtures'

const outline = (slice: number, side = 10): Outline => ({
  place: { sopInstanceUid: `1.${slice}`, frame: 1 },
  points: [
    { x: 0, y: 0 },
    { x: side, y: 0.12345 },
    { x: 0, y: side },
  ],
})
const bearer = { imageId: 'image', labelId: 'nodule', trackingUid: '2.25.1' }

function objects(...outlines: Outline[]) {
  let count = 0
  return assistedObjects(outlines, bearer, () => `id-${(count += 1)}`)
}

describe('an accepted proposal', () => {
  it('is a polygon on each of its pictures', () => {
    const [first, second] = objects(outline(1), outline(2))
    expect(first).toMatchObject({ label_id: 'nodule', sop_instance_uid: '1.1', tracking_uid: '2.25.1' })
    expect(second).toMatchObject({ id: 'id-2', kind: 'polygon', sop_instance_uid: '1.2' })
    expect(first!.geometry).toMatchObject({ kind: 'polygon', points: [{}, { x: 10, y: 0.123 }, {}] })
  })

  it('leaves out what is too small to be an object', () => {
    expect(objects(outline(1, 0.5), outline(2))).toHaveLength(1)
  })

  it('is one step, of which every object is assisted', () => {
    const reading = examination({ state: 'done' })
    const change = acceptance(reading, objects(outline(1), outline(2)))!
    expect(change.forward.map((each) => [each.kind, 'origin' in each ? each.origin : null])).toEqual([
      ['set_state', null],
      ['put_annotation', 'assisted'],
      ['put_annotation', 'assisted'],
    ])
  })

  it('is taken back as a whole, with what it displaced', () => {
    const before = examination({ no_finding: true })
    const change = acceptance(before, objects(outline(1), outline(2)))!
    const after = change.forward.reduce(apply, before)
    expect(after.annotations).toHaveLength(2)
    const back = change.backward.reduce(apply, after)
    expect([back.annotations, back.no_finding]).toEqual([[], true])
  })

  it('changes nothing when there is nothing in it', () => {
    expect(acceptance(examination(), [])).toBeNull()
  })
})
