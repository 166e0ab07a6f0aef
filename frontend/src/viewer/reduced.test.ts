import { describe, expect, test } from 'vitest'
import { Tag, type DicomDataset } from './dicom-json'
import { asReduced, reductionFor } from './reduced'

const value = (...Value: unknown[]) => ({ Value })
const first = (dataset: DicomDataset, tag: string) => dataset[tag]?.Value?.[0]

describe('how far a frame is reduced', () => {
  test.each([
    [512, 512, 1],
    [8192, 100, 1],
    [8193, 100, 2],
    [10_000, 9_000, 2],
    [100, 16_385, 3],
  ])('%d × %d by %d', (columns, rows, reduction) => {
    expect(reductionFor({ columns, rows }, 8192)).toBe(reduction)
  })
})

describe('what is said of a reduced frame', () => {
  const whole = {
    [Tag.ROWS]: value(9001),
    [Tag.COLUMNS]: value(10_000),
    [Tag.PIXEL_SPACING]: value(0.05, 0.05),
  }

  test('a frame that comes whole is as the server says', () => {
    expect(asReduced(whole, 1)).toBe(whole)
  })

  test('its pixels are counted in blocks, of which the last may be less', () => {
    const sent = asReduced(whole, 2)

    expect([first(sent, Tag.ROWS), first(sent, Tag.COLUMNS)]).toEqual([4501, 5000])
    expect(first(sent, Tag.AVAILABLE_TRANSFER_SYNTAX_UID)).toBe('1.2.840.10008.1.2.1')
  })

  test('colour comes as RGB by pixel, single bits as bytes', () => {
    const colour = {
      [Tag.PHOTOMETRIC_INTERPRETATION]: value('YBR_FULL_422'),
      [Tag.SAMPLES_PER_PIXEL]: value(3),
      [Tag.PLANAR_CONFIGURATION]: value(1),
    }
    const sent = asReduced({ ...whole, ...colour }, 2)
    const bits = asReduced({ ...whole, [Tag.BITS_ALLOCATED]: value(1) }, 2)

    expect(first(sent, Tag.PHOTOMETRIC_INTERPRETATION)).toBe('RGB')
    expect(first(sent, Tag.PLANAR_CONFIGURATION)).toBe(0)
    expect([first(bits, Tag.BITS_ALLOCATED), first(bits, Tag.HIGH_BIT)]).toEqual([8, 7])
  })
})
