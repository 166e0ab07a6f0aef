import { describe, expect, it } from 'vitest'
import { formatAgo, formatBytes, formatPercent, formatValue } from './format'

describe('formatValue', () => {
  it('keeps six digits of values of any size', () => {
    expect(formatValue(1234.56789)).toBe('1234.57')
    expect(formatValue(0.0001234567)).toBe('0.000123457')
    expect(formatValue(1.5e-9)).toBe('1.5000e-9')
    expect(formatValue(-2.25e12)).toBe('-2.2500e+12')
  })

  it('draws a dash where there is no value, and a zero where there is one', () => {
    expect(formatValue(null)).toBe('–')
    expect(formatValue(0)).toBe('0')
  })
})

it('never says that all is done before it is', () => {
  expect(formatPercent(999, 1000)).toBe('99 %')
  expect(formatPercent(0, 0)).toBe('0 %')
})

it('reads sizes as people do', () => {
  expect(formatBytes(0)).toBe('0 B')
  expect(formatBytes(526_000)).toBe('526 kB')
  expect(formatBytes(51_400_000)).toBe('51.4 MB')
})

it('tells how long ago', () => {
  const now = Date.parse('2026-11-21T12:00:00Z')
  expect(formatAgo('2026-11-21T11:57:00Z', now)).toBe('3 minutes ago')
  expect(formatAgo('2026-11-20T11:00:00Z', now)).toBe('yesterday')
})
