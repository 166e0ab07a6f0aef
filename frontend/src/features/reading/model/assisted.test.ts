import { describe, expect, it } from 'vitest'
import type { Outline } from '@/viewer/assist/proposals'
import { acceptance, assistedObjects, maskAcceptance } from './assisted'
import { apply } from './examination'
import { annotation, examination } from './fixtures'
import { noMasks, painted, voxelsIn } from './masks'

const outline = (slice: number, side = 10): Outline => ({
  place: { sopInstanceUid: `1.${slice}`, frame: 1 },
  points: [
    { x: 0, y: 0 },
    { x: side, y: 0.12345 },
    { x: 0, y: side },
  ],
})
const bearer = { imageId: 'image', labelId: 'nodule', trackingUid: '2.25.1', maskId: null }

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

describe('an accepted mask', () => {
  const place = { sopInstanceUid: '1.1', frame: 1 }
  const marked = [{ place, runs: Uint32Array.of(4, 9) }]
  const make = () => 'new'

  it('is a new object with its voxels, assisted, in one step', () => {
    const { change, id } = maskAcceptance(examination(), marked, bearer, noMasks, make)!
    expect(id).toBe('new')
    expect(change.forward).toMatchObject([
      { kind: 'put_annotation', origin: 'assisted', annotation: { id: 'new', kind: 'mask' } },
      { kind: 'paint_mask', annotation_id: 'new', strokes: [{ sop_instance_uid: '1.1' }] },
    ])
    expect(change.backward).toEqual([{ kind: 'delete_annotation', annotation_id: 'new' }])
  })

  it('comes to the mask that was carried on, which keeps what it has', () => {
    const mask = annotation('mask', { kind: 'mask', geometry: { kind: 'mask' } })
    const reading = examination({ annotations: [mask] })
    const first = maskAcceptance(reading, marked, { ...bearer, maskId: 'mask' }, noMasks, make)!
    const masks = first.change.forward.reduce(
      (now, each) => (each.kind === 'paint_mask' ? painted(now, each) : now),
      noMasks,
    )
    const more = [{ place, runs: Uint32Array.of(7, 12) }]
    const second = maskAcceptance(reading, more, { ...bearer, maskId: 'mask' }, masks, make)!
    expect(second.change.forward.map(({ kind }) => kind)).toEqual(['paint_mask'])
    const [paint] = second.change.forward
    const after = paint?.kind === 'paint_mask' ? painted(masks, paint) : noMasks
    expect([...voxelsIn(after, 'mask', place)]).toEqual([4, 12])
    expect(maskAcceptance(reading, marked, { ...bearer, maskId: 'mask' }, masks, make)).toBeNull()
  })
})
