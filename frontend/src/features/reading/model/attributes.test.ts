import { describe, expect, test } from 'vitest'
import { carriedOver, firstMissing, isWithin, missingOf, saying } from './attributes'
import type { Attribute } from './examination'
import { annotation, label } from './fixtures'

const margin: Attribute = { kind: 'choice', name: 'margin', required: true, options: ['smooth', 'rough'] }
const size = { kind: 'number', name: 'size', required: false, min: 0, max: 9, unit: 'mm' } as const
const nodule = { ...label('nodule', 'Nodule'), attributes: [margin, size] }

describe('what is said of an object', () => {
  test('is set and taken back; nothing said is null', () => {
    const said = saying(null, 'size', 0)

    expect(said).toEqual({ size: 0 })
    expect(saying(said, 'margin', 'smooth')).toEqual({ size: 0, margin: 'smooth' })
    expect(saying(said, 'size', null)).toBeNull()
  })

  test('stays under another label that asks the same', () => {
    const other = { ...label('mass', 'Mass'), attributes: [margin, { ...size, max: 99 }] }

    expect(carriedOver({ margin: 'smooth', size: 3 }, nodule, other)).toEqual({ margin: 'smooth' })
    expect(carriedOver({ margin: 'smooth' }, nodule, label('scar', 'Scar'))).toBeNull()
    expect(carriedOver({ margin: 'smooth' }, undefined, label('scar', 'Scar'))).toBeNull()
  })

  test('is complete when everything that is required is set, a no and a nought included', () => {
    const solid: Attribute = { kind: 'yes_no', name: 'solid', required: true }
    const asking = { ...nodule, attributes: [{ ...size, required: true }, solid] }

    expect(missingOf({ size: 0, solid: false }, asking)).toEqual([])
    expect(missingOf(null, asking)).toEqual(['size', 'solid'])
    expect(missingOf(null, null)).toEqual([])
  })

  test('leads to the object that lacks something', () => {
    const full = annotation('a', { attributes: { margin: 'rough' } })

    expect(firstMissing([full, annotation('b')], [nodule])).toMatchObject({
      annotation: { id: 'b' },
      name: 'margin',
    })
    expect(firstMissing([full], [nodule])).toBeNull()
  })

  test('is a number within its bounds', () => {
    expect([0, 9, 9.1, -1, NaN].map((value) => isWithin(size, value))).toEqual([
      true,
      true,
      false,
      false,
      false,
    ])
  })
})
