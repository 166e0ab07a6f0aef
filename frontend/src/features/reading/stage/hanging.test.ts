import { describe, expect, test } from 'vitest'
import type { HangingRule, Prior, SampleImage } from '@/api/types'
import { hung, ruleFor } from './hanging'

const image = (id: string, modality: string, body_part: string | null = null): SampleImage => ({
  id,
  role: 'main',
  position: 1,
  kind: 'series',
  modality,
  body_part,
  study_instance_uid: '1',
  series_instance_uid: id,
  sop_instance_uid: null,
  rows: 512,
  columns: 512,
  frame_count: 1,
  content_url: null,
})

const prior = (days: number, ...images: SampleImage[]): Prior => ({
  study_instance_uid: `1.${days}`,
  days_before: days,
  study_date: null,
  description: null,
  images,
})

const rule = (change: Partial<HangingRule>): HangingRule => ({
  layout: '1x2',
  with_prior: false,
  links: [],
  ...change,
})

const shown = (images: SampleImage[], priors: Prior[], by: HangingRule) => {
  const { layout, cells } = hung(images, priors, by)
  return [layout, ...cells.map(({ imageId }) => imageId)]
}

describe('the rule for a sample', () => {
  test('is the first that one of its images fulfils', () => {
    const rules = [
      rule({ modality: 'CT', body_part: 'HEAD' }),
      rule({ modality: 'CT' }),
      rule({ layout: '2x2' }),
    ]

    expect(ruleFor([image('a', 'CT', 'Head')], rules)).toBe(rules[0])
    expect(ruleFor([image('a', 'CT', 'CHEST')], rules)).toBe(rules[1])
    expect(ruleFor([image('a', 'MR')], rules)).toBe(rules[2])
  })

  test('where the set has none is the usual one', () => {
    const views = ['a', 'b', 'c', 'd'].map((id) => image(id, 'MG'))

    expect(shown(views, [], ruleFor(views))).toEqual(['2x2', 'a', 'b', 'c', 'd'])
    expect(shown([image('a', 'CT')], [], ruleFor([image('a', 'CT')]))).toEqual(['1x1', 'a'])
    const fusion = [image('ct', 'CT'), image('pet', 'PT')]
    expect(shown(fusion, [], ruleFor(fusion))).toEqual(['1x2', 'ct', 'pet'])
  })

  test('of a set that wants none is one picture', () => {
    const views = ['a', 'b', 'c', 'd'].map((id) => image(id, 'MG'))

    expect(shown(views, [], ruleFor(views, []))).toEqual(['1x1', 'a'])
  })
})

describe('a sample that is hung', () => {
  test('has no cell that nothing is shown in', () => {
    expect(shown([image('a', 'MG')], [], rule({ layout: '2x2' }))).toEqual(['1x1', 'a'])
    expect(shown([image('a', 'MG'), image('b', 'MG')], [], rule({ layout: '2x2' }))).toEqual([
      '1x2',
      'a',
      'b',
    ])
  })

  test('has the latest prior alike beside it', () => {
    const priors = [
      prior(10, image('other part', 'CT', 'HEAD')),
      prior(30, image('scout', 'DX'), image('alike', 'CT', 'CHEST')),
      prior(90, image('older', 'CT')),
    ]
    const now = [image('now', 'CT', 'CHEST')]

    expect(shown(now, priors, rule({ with_prior: true }))).toEqual(['1x2', 'now', 'alike'])
    expect(shown(now, priors, rule({ with_prior: false }))).toEqual(['1x1', 'now'])
    expect(shown(now, [], rule({ with_prior: true }))).toEqual(['1x1', 'now'])
  })

  test('with a prior gives up its last image for it, but never its first', () => {
    const two = [image('a', 'CT'), image('b', 'CT')]
    const priors = [prior(1, image('before', 'CT'))]

    expect(shown(two, priors, rule({ with_prior: true }))).toEqual(['1x2', 'a', 'before'])
    expect(shown(two, priors, rule({ layout: '1x1', with_prior: true }))).toEqual(['1x1', 'a'])
  })

  test('is laid out as the reader chose', () => {
    expect(hung([image('a', 'CT')], [], rule({ layout: '1x1' }), '1x2').cells).toHaveLength(2)
  })
})
