import { describe, expect, test } from 'vitest'
import type { Annotation } from './examination'
import { lesionsOf, longAxisOf, nextOf, targetSum, uidOf, type PixelUnder } from './lesions'

const line = (id: string, uid: string | null, length: number, is_target = false): Annotation => ({
  id,
  label_id: 'nodule',
  image_id: 'image',
  kind: 'length',
  sop_instance_uid: '1.2.3',
  frame: 1,
  geometry: { kind: 'length', start: { x: 0, y: 0 }, end: { x: length, y: 0 } },
  tracking_uid: uid,
  is_target,
  comment: null,
  attributes: null,
})
const axes = (id: string, uid: string, long: number): Annotation => ({
  ...line(id, uid, 1),
  kind: 'bidirectional',
  geometry: {
    kind: 'bidirectional',
    long: { start: { x: 0, y: 0 }, end: { x: 0, y: 3 } },
    short: { start: { x: 0, y: 0 }, end: { x: long, y: 0 } },
  },
})
const halfMm: PixelUnder = () => ({ columnMm: 0.5, rowMm: 0.5 })
const unknown: PixelUnder = () => null

test('objects of one tracking UID are one lesion, numbered as they appear', () => {
  const found = lesionsOf([line('a', '2', 5), line('b', null, 5), line('c', '1', 5), line('d', '2', 9, true)])

  expect(found.map(({ number, trackingUid, isTarget }) => [number, trackingUid, isTarget])).toEqual([
    [1, '2', true],
    [2, '1', false],
  ])
  expect(found[0]!.objects.map(({ id }) => id)).toEqual(['a', 'd'])
})

describe('the long axis of a lesion', () => {
  test('is its longest length or axis, whichever of two was drawn first', () => {
    const [lesion] = lesionsOf([line('a', '1', 12), axes('b', '1', 20)])

    expect(longAxisOf(lesion!, halfMm)).toEqual({ value: 10, unit: 'mm' })
    expect(longAxisOf(lesion!, unknown)).toEqual({ value: 20, unit: 'px' })
  })

  test('of an image that is not on the screen is what the server said', () => {
    const [lesion] = lesionsOf([{ ...line('a', '1', 12), length_mm: 7.5 }])

    expect(longAxisOf(lesion!, unknown)).toEqual({ value: 7.5, unit: 'mm' })
  })

  test('is unknown where nothing was measured', () => {
    const box: Annotation = {
      ...line('a', '1', 1),
      kind: 'box',
      geometry: { kind: 'box', x: 0, y: 0, width: 9, height: 9 },
    }

    expect(longAxisOf(lesionsOf([box])[0]!, halfMm)).toBeNull()
  })
})

describe('the sum of targets', () => {
  test('counts each target lesion once, and names those without a size', () => {
    const point: Annotation = {
      ...line('c', '3', 1, true),
      kind: 'point',
      geometry: { kind: 'point', x: 1, y: 1 },
    }
    const lesions = lesionsOf([line('a', '1', 10, true), line('b', '1', 30), line('d', '2', 99), point])

    expect(targetSum(lesions, halfMm)).toEqual({ mm: 15, without: [3] })
  })

  test('is nothing where no lesion is a target', () => {
    expect(targetSum(lesionsOf([line('a', '1', 10)]), halfMm)).toBeNull()
  })
})

test('its objects are walked through, round and round', () => {
  const [lesion] = lesionsOf([line('a', '1', 1), line('b', '1', 1)])

  expect([null, 'a', 'b'].map((id) => nextOf(lesion!, id)?.id)).toEqual(['a', 'b', 'a'])
})

test('a UUID as a UID', () => {
  expect(uidOf('f81d4fae-7dec-11d0-a765-00a0c91e6bf6')).toBe('2.25.329800735698586629295641978511506172918')
})
