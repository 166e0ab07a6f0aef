import { describe, expect, test } from 'vitest'
import { calibrationOf } from './calibration'
import { frameGroup, number, Tag, text, type DicomDataset } from './dicom-json'
import { lacksPalette, withReadablePalette } from './palette'
import { withPlausibleGeometry } from './plausible'

const value = (...Value: unknown[]) => ({ Value })

describe('reading', () => {
  test('an absent attribute is empty, not an error', () => {
    expect(text({}, Tag.MODALITY)).toBe('')
    expect(number({}, Tag.ROWS)).toBeNull()
  })

  test('a frame’s own group goes before the shared one', () => {
    const group = (x: number) => ({ [Tag.PLANE_POSITION]: value({ [Tag.IMAGE_POSITION]: value(x, 0, 0) }) })
    const dataset = { [Tag.SHARED_GROUPS]: value(group(1)), [Tag.PER_FRAME_GROUPS]: value({}, group(2)) }

    expect(frameGroup(dataset, 1, Tag.PLANE_POSITION)).toEqual({ [Tag.IMAGE_POSITION]: value(1, 0, 0) })
    expect(frameGroup(dataset, 2, Tag.PLANE_POSITION)).toEqual({ [Tag.IMAGE_POSITION]: value(2, 0, 0) })
  })
})

describe('calibration', () => {
  test('pixel spacing is row spacing, then column spacing', () => {
    expect(calibrationOf({ [Tag.PIXEL_SPACING]: value(2, 0.5) })).toEqual({
      rowMm: 2,
      columnMm: 0.5,
      from: 'pixel spacing',
    })
  })

  test('an ultrasound region counts in centimetres', () => {
    const region = {
      [Tag.REGION_UNITS_X]: value(3),
      [Tag.REGION_DELTA_X]: value(0.05),
      [Tag.REGION_DELTA_Y]: value(0.05),
    }

    expect(calibrationOf({ [Tag.ULTRASOUND_REGIONS]: value(region) })).toMatchObject({
      columnMm: 0.5,
      from: 'ultrasound region',
    })
    expect(calibrationOf({ [Tag.ULTRASOUND_REGIONS]: value(region, region) })).toBeNull()
  })

  test('the spacing at the detector says that it is one', () => {
    expect(calibrationOf({ [Tag.IMAGER_PIXEL_SPACING]: value(0.15, 0.15) })).toMatchObject({
      from: 'detector',
    })
  })

  test('an enhanced image keeps its spacing in a functional group', () => {
    const measures = { [Tag.PIXEL_MEASURES]: value({ [Tag.PIXEL_SPACING]: value(0.9, 0.9) }) }

    expect(calibrationOf({ [Tag.SHARED_GROUPS]: value(measures) })).toMatchObject({ rowMm: 0.9 })
  })

  test('nothing says nothing', () => {
    expect(calibrationOf({})).toBeNull()
    expect(calibrationOf({ [Tag.PIXEL_SPACING]: value(0, 0) })).toBeNull()
  })
})

describe('geometry that cannot be true', () => {
  const plausible: DicomDataset = {
    [Tag.PIXEL_SPACING]: value(1, 1),
    [Tag.IMAGE_POSITION]: value(0, 0, 0),
    [Tag.IMAGE_ORIENTATION]: value(1, 0, 0, 0, 1, 0),
  }

  test('what is plausible stays as it is', () => {
    expect(withPlausibleGeometry(plausible)).toBe(plausible)
  })

  test.each([
    [Tag.PIXEL_SPACING, value(0, 0)],
    [Tag.PIXEL_SPACING, value(1)],
    [Tag.IMAGE_POSITION, value(1, 2)],
    [Tag.IMAGE_ORIENTATION, value(0, 0, 0, 0, 0, 0)],
    [Tag.IMAGE_ORIENTATION, value(1, 0, 0, 1, 0, 0)],
  ])('%s %o is left out', (tag, wrong) => {
    expect(withPlausibleGeometry({ ...plausible, [tag]: wrong })[tag]).toBeUndefined()
  })
})

describe('palette', () => {
  const palette = { [Tag.PHOTOMETRIC_INTERPRETATION]: value('PALETTE COLOR') }
  const tables = (data: string, count: number) =>
    Object.fromEntries(
      [1, 2, 3].flatMap((i): [string, object][] => [
        [`0028110${i}`, value(count, 0, 16)],
        [`0028120${i}`, { vr: 'OW', InlineBinary: data }],
      ]),
    )

  test('words are little endian', () => {
    const dataset = { ...palette, ...tables(btoa('\x00\xff\x34\x12'), 2) }

    expect(withReadablePalette(dataset)['00281201']).toMatchObject({ Value: [0xff00, 0x1234] })
  })

  test('a table of bytes is read as bytes', () => {
    const dataset = { ...palette, ...tables(btoa('\x01\x02\x03\x04'), 4) }

    expect(withReadablePalette(dataset)['00281203']).toMatchObject({ Value: [1, 2, 3, 4] })
  })

  test('a missing table is noticed before decoding', () => {
    expect(lacksPalette(palette)).toBe(true)
    expect(lacksPalette({})).toBe(false)
  })
})
