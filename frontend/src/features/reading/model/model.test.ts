import { describe, expect, test } from 'vitest'
import { SHAPE_TOOLS } from '@/viewer/drawing'
import type { SampleImage } from './examination'
import { annotation, examination, label } from './fixtures'
import { apply, saysSomething } from './examination'
import { nextOpen, startIndex } from './progress'
import type { PackageItem } from './server'
import { neighbours, shapesOn, sourceOf } from './sources'
import { mayUse } from './tasks'

describe('task rules', () => {
  test('a classification knows labels of the whole image only', () => {
    expect(mayUse('classification', 'image_label')).toBe(true)
    for (const tool of SHAPE_TOOLS) expect(mayUse('classification', tool)).toBe(false)
  })

  test.each(['detection', 'segmentation'] as const)('%s draws, and may label the whole image', (task) => {
    for (const kind of [...SHAPE_TOOLS, 'image_label'] as const) expect(mayUse(task, kind)).toBe(true)
  })
})

describe('done', () => {
  test('needs something that was read', () => {
    expect(saysSomething(examination())).toBe(false)
    expect(saysSomething(examination({ tentative: true }))).toBe(false)
    expect(saysSomething(examination({ no_finding: true }))).toBe(true)
    expect(saysSomething(examination({ bad_quality: true }))).toBe(true)
    expect(saysSomething(examination({ annotations: [annotation('a')] }))).toBe(true)
  })
})

test('a put keeps what the server said of the object', () => {
  const known = examination({ annotations: [{ ...annotation('a'), origin: 'human' }] })

  const changed = apply(known, {
    kind: 'put_annotation',
    annotation: annotation('a', { label_id: 'effusion' }),
  })

  expect(changed.annotations).toEqual([{ ...annotation('a', { label_id: 'effusion' }), origin: 'human' }])
})

describe('what the viewer is given', () => {
  const image = (change: Partial<SampleImage>): SampleImage =>
    ({ id: 'image', role: 'main', position: 0, kind: 'photo', content_url: null, ...change }) as SampleImage

  test('a photograph comes from its address', () => {
    expect(sourceOf(image({ content_url: '/x' }), 'set')).toEqual({
      kind: 'photo',
      id: 'image',
      contentUrl: '/x',
      size: null,
    })
  })

  test('a series comes through its set', () => {
    const series = image({ kind: 'series', study_instance_uid: '1', series_instance_uid: '2' })

    expect(sourceOf(series, 'set')).toMatchObject({ kind: 'series', setId: 'set', seriesInstanceUid: '2' })
  })

  test('an image that names nothing shows nothing', () => {
    expect(sourceOf(image({ kind: 'series' }), 'set')).toBeNull()
  })

  test('the next samples come before the former ones', () => {
    expect(neighbours(['a', 'b', 'c', 'd', 'e', 'f'], 2)).toEqual(['d', 'b', 'e', 'a'])
    expect(neighbours(['a', 'b'], 0)).toEqual(['b'])
  })

  const unguarded = { isHidden: () => false, isLocked: () => false }

  test('only what is drawn on this image is a shape', () => {
    const annotations = [
      annotation('here'),
      annotation('elsewhere', { image_id: 'other' }),
      annotation('whole', { kind: 'image_label', geometry: { kind: 'image_label' } }),
    ]

    expect(shapesOn('image', annotations, [label('nodule', 'Nodule')], unguarded)).toMatchObject([
      { id: 'here', label: 'Nodule', color: '#E69F00' },
    ])
  })

  test('what is hidden is no shape, and what is locked says so', () => {
    const care = { isHidden: (id: string) => id === 'a', isLocked: (id: string) => id === 'b' }

    const shapes = shapesOn('image', [annotation('a'), annotation('b')], [], care)

    expect(shapes).toMatchObject([{ id: 'b', isLocked: true }])
  })
})

describe('going on', () => {
  const items = (...states: ('open' | 'done' | null)[]) =>
    states.map((state, i) => ({ sample: { id: String(i) }, state }) as PackageItem)

  test('begins where it was asked, else with the first sample still to be read', () => {
    expect(startIndex(items('done', null, 'open'), '2')).toBe(2)
    expect(startIndex(items('done', null, 'open'), 'unknown')).toBe(1)
    expect(startIndex(items('done', 'done'), undefined)).toBe(0)
  })

  test('goes on to the next open sample, from the top again after the end', () => {
    expect(nextOpen(items(null, 'done', null), 0)?.sample.id).toBe('2')
    expect(nextOpen(items(null, 'done', 'open'), 2)?.sample.id).toBe('0')
    expect(nextOpen(items('done', null), 1)).toBeNull()
  })
})
