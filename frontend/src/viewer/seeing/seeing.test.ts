import { describe, expect, test } from 'vitest'
import type { DicomDataset } from '../dicom-json'
import { brightness, windowOf, type Greys } from './greys'
import { grey, lookedUp, lookupTable } from './lookup-table'
import { metadataLines, searched } from './metadata'
import { presetsOf } from './presets'

const value = (...Value: unknown[]) => ({ Value })
const table = (descriptor: number[], data: number[], name = '') => ({
  '00283002': value(...descriptor),
  '00283003': value(name),
  '00283006': value(...data),
})

describe('lookup tables', () => {
  test('hold at both ends', () => {
    const found = lookupTable(table([3, 10, 8], [0, 100, 255]), false)!

    expect([5, 10, 11, 12, 99].map((each) => lookedUp(found, each))).toEqual([0, 0, 100, 255, 255])
    expect(grey(found, 12)).toBe(1)
  })

  test('of signed values may begin below zero, whatever the file calls it', () => {
    expect(lookupTable(table([2, 65_534, 16], [0, 1]), true)!.first).toBe(-2)
    expect(lookupTable(table([2, 65_534, 16], [0, 1]), false)!.first).toBe(65_534)
  })

  test('come as bytes, too', () => {
    const inline = { '00283002': value(2, 0, 16), '00283006': { InlineBinary: btoa('\x01\x00\x02\x01') } }

    expect([...(lookupTable(inline, false)!.entries as number[])]).toEqual([1, 258])
  })
})

describe('presets', () => {
  const ct: DicomDataset = {
    '00080060': value('CT'),
    '00281053': value(1),
    '00281050': value(40, 300),
    '00281051': value(400, 1500),
    '00281055': value('SOFT'),
  }

  test('begin with the windows of the image', () => {
    const found = presetsOf(ct, 1)

    expect(found[0]).toMatchObject({ name: 'SOFT', show: { width: 400, level: 40, shape: 'LINEAR' } })
    expect(found[1]).toMatchObject({ name: '', show: { width: 1500, level: 300 } })
    expect(found[2]).toMatchObject({ known: 'lung' })
    expect(found).toHaveLength(9)
  })

  test('go on with those for the body part', () => {
    expect(presetsOf({ ...ct, '00180015': value('HEAD') }, 1)[2]).toMatchObject({ known: 'brain' })
  })

  test('of PET are in SUV, where there is one', () => {
    const pet = { '00080060': value('PT'), '00541001': value('GML') }

    expect(presetsOf(pet, 1)[0]).toMatchObject({ known: 'suv5', show: { width: 5, level: 2.5 } })
    expect(presetsOf({ '00080060': value('PT') }, 1)).toEqual([])
  })

  test('are the functions and tables of the image', () => {
    const found = presetsOf(
      { ...ct, '00281056': value('SIGMOID'), '00283010': value(table([2, 0, 8], [0, 1], 'HARD')) },
      1,
    )

    expect(found[0]!.show).toMatchObject({ shape: 'SIGMOID' })
    expect(found[2]).toMatchObject({ name: 'HARD', show: { bits: 8 } })
  })

  test('of colour and of photographs are none', () => {
    expect(presetsOf({ ...ct, '00280002': value(3) }, 1)).toEqual([])
    expect(presetsOf(null, 1)).toEqual([])
  })
})

describe('greys', () => {
  const linear: Greys = { lower: 0, upper: 100, shape: 'LINEAR', table: null, isReversed: false }

  test('go straight, or as a sigmoid, or the other way round', () => {
    expect([-10, 50, 110].map((each) => brightness(linear, each))).toEqual([0, 128, 255])
    expect(brightness({ ...linear, shape: 'SIGMOID' }, 50)).toBe(128)
    expect(brightness({ ...linear, isReversed: true }, 0)).toBe(255)
  })

  test('tell width and level as their function counts them', () => {
    expect(windowOf(linear)).toEqual({ width: 101, level: 50.5 })
    expect(windowOf({ ...linear, shape: 'LINEAR_EXACT' })).toEqual({ width: 100, level: 50 })
  })
})

describe('metadata', () => {
  const dataset: DicomDataset = {
    '00100010': { vr: 'PN', Value: [{ Alphabetic: 'P-7' }] },
    '00281201': { vr: 'OW', InlineBinary: 'AAAA' },
    '52009230': {
      vr: 'SQ',
      Value: [{ '00280030': { vr: 'DS', Value: [1, 1] } }, { '00280030': { vr: 'DS', Value: [2, 2] } }],
    },
  }
  const lines = metadataLines(dataset, 2, (tag) => (tag === '00280030' ? 'Pixel Spacing' : ''))

  test('are lines, of the frame that is shown', () => {
    expect(lines.map(({ tag, value: shown, depth }) => [tag, shown, depth])).toEqual([
      ['00100010', 'P-7', 0],
      ['00281201', '3 B', 0],
      ['52009230', '× 2', 0],
      ['00280030', '2 \\ 2', 1],
    ])
  })

  test('are found by tag, name or value', () => {
    expect(searched(lines, 'spacing pixel')).toHaveLength(1)
    expect(searched(lines, '(0010,0010)')).toHaveLength(1)
    expect(searched(lines, 'p-7')).toHaveLength(1)
    expect(searched(lines, 'nothing')).toEqual([])
  })
})
