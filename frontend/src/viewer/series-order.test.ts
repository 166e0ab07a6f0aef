import { describe, expect, test } from 'vitest'
import { Tag, text, type DicomDataset } from './dicom-json'
import { inReadingOrder, positionAlong } from './series-order'

const axial = [1, 0, 0, 0, 1, 0]

function slice(uid: string, instanceNumber: number, z?: number, orientation = axial): DicomDataset {
  return {
    [Tag.SOP_INSTANCE_UID]: { Value: [uid] },
    [Tag.INSTANCE_NUMBER]: { Value: [instanceNumber] },
    ...(z !== undefined && {
      [Tag.IMAGE_POSITION]: { Value: [5, -7, z] },
      [Tag.IMAGE_ORIENTATION]: { Value: orientation },
    }),
  }
}

const names = (datasets: DicomDataset[]) => datasets.map((dataset) => text(dataset, Tag.SOP_INSTANCE_UID))

describe('reading order', () => {
  test('goes by position, not by the order of the files', () => {
    expect(names(inReadingOrder([slice('c', 3, 30), slice('a', 1, 10), slice('b', 2, 20)]))).toEqual([
      'a',
      'b',
      'c',
    ])
  })

  test('runs the way the instance numbers count', () => {
    expect(
      names(inReadingOrder([slice('feet', 3, -30), slice('head', 1, -10), slice('chest', 2, -20)])),
    ).toEqual(['head', 'chest', 'feet'])
  })

  test('goes by position where the numbers are muddled in the middle', () => {
    const muddled = [slice('a', 1, 10), slice('c', 2, 30), slice('b', 3, 20), slice('d', 4, 40)]

    expect(names(inReadingOrder(muddled))).toEqual(['a', 'b', 'c', 'd'])
  })

  test('goes by number where a position is missing', () => {
    expect(names(inReadingOrder([slice('b', 2, 10), slice('a', 1)]))).toEqual(['a', 'b'])
  })

  test('goes by number where slices are not parallel', () => {
    const crossing = [slice('b', 2, 10, [0, 1, 0, 0, 0, 1]), slice('a', 1, 90), slice('c', 3, 5)]

    expect(names(inReadingOrder(crossing))).toEqual(['a', 'b', 'c'])
  })
})

test('a position is measured along the normal', () => {
  expect(positionAlong(slice('a', 1, 42), [0, 0, 1])).toBe(42)
  expect(positionAlong(slice('a', 1), [0, 0, 1])).toBeNull()
})
