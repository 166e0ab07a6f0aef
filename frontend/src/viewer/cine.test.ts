import { describe, expect, test } from 'vitest'
import { frameRateOf, nextRate, Pace } from './cine'
import type { DicomDataset } from './dicom-json'

const dataset = (values: Record<string, readonly unknown[]>): DicomDataset =>
  Object.fromEntries(Object.entries(values).map(([tag, Value]) => [tag, { Value }]))

describe('the rate of a sequence', () => {
  test('is the recommended one before that of the acquisition', () => {
    expect(frameRateOf(dataset({ '00082144': [12], '00180040': [30], '00181063': [20] }))).toBe(12)
    expect(frameRateOf(dataset({ '00180040': [30], '00181063': [20] }))).toBe(30)
  })

  test('comes from the time of a frame, or the mean of the times between them', () => {
    expect(frameRateOf(dataset({ '00181063': ['33.3333'] }))).toBeCloseTo(30, 3)
    expect(frameRateOf(dataset({ '00181065': [0, 40, 60] }))).toBe(20)
  })

  test('is not known where nothing says it, or nonsense', () => {
    expect(frameRateOf({})).toBeNull()
    expect(frameRateOf(dataset({ '00181063': [0], '00082144': [-1] }))).toBeNull()
  })

  test('goes up and down along steps, and stops at the ends', () => {
    expect(nextRate(30, 1)).toBe(40)
    expect(nextRate(33.3, -1)).toBe(30)
    expect(nextRate(60, 1)).toBe(60)
    expect(nextRate(1, -1)).toBe(1)
  })
})

describe('the pace', () => {
  test('is the rate', () => {
    const pace = new Pace()
    expect(pace.isDue(0, 10, 0)).toBe(false)
    expect(pace.isDue(100, 10, 0)).toBe(true)
    pace.ask(1, 100, 10)

    expect(pace.isDue(199, 10, 1)).toBe(false)
    expect(pace.isDue(200, 10, 1)).toBe(true)
  })

  test('waits for a picture that is on its way, but not for ever', () => {
    const pace = new Pace()
    pace.isDue(0, 10, 0)
    pace.ask(1, 100, 10)

    expect(pace.isDue(250, 10, 0)).toBe(false)
    expect(pace.isDue(2_300, 10, 0)).toBe(true)
  })

  test('does not hurry after a delay', () => {
    const pace = new Pace()
    pace.isDue(0, 10, 0)
    pace.ask(1, 1_000, 10)

    expect(pace.isDue(1_050, 10, 1)).toBe(false)
    expect(pace.isDue(1_100, 10, 1)).toBe(true)
  })
})
