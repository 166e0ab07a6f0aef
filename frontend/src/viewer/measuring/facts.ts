/** What an object measures, in words: the lines that stand beside it and in the list of objects. */
import type { Geometry } from '../geometry'
import { area, isClosed } from '../geometry'
import type { Calibration } from '../sources'
import type { View } from '../view'
import { unitsOf, valueAt, type PixelGrid, type Units } from './pixels'
import { statisticsUnder, type RegionStatistics, type Statistics } from './statistics'

export interface Facts {
  readonly area: { readonly value: number; readonly unit: 'mm²' | 'px²' } | null
  readonly region: RegionStatistics | null
  readonly units: Units
  /** Under a point. */
  readonly point: readonly number[] | null
}

const measured = new WeakMap<Geometry, { pixels: PixelGrid['values']; facts: Facts }>()

/** Of a shape on the picture that is on the screen; remembered as long as neither changes. */
export function factsOf(view: View, geometry: Geometry, scale: Calibration | null): Facts {
  const values = view.pixels?.values ?? []
  const before = measured.get(geometry)
  const kept = before?.pixels === values ? before.facts : null
  const facts = kept ?? measure(view, geometry)
  if (!kept) measured.set(geometry, { pixels: values, facts })
  return { ...facts, area: isClosed(geometry) ? areaOf(geometry, scale) : null }
}

function measure({ pixels, frame, size }: View, geometry: Geometry): Facts {
  const units = unitsOf(frame.dataset, frame.frame)
  // A picture that was sent or shown smaller has other pixels than the image.
  const isWhole = pixels !== null && pixels.columns === size.columns && pixels.rows === size.rows
  const region = isWhole && isClosed(geometry) ? statisticsUnder(pixels, geometry) : null
  const point = isWhole && geometry.kind === 'point' ? (valueAt(pixels, geometry)?.modality ?? null) : null
  return { area: null, region, units, point }
}

function areaOf(geometry: Geometry, scale: Calibration | null): NonNullable<Facts['area']> {
  const pixels = area(geometry)
  return scale
    ? { value: pixels * scale.columnMm * scale.rowMm, unit: 'mm²' }
    : { value: pixels, unit: 'px²' }
}

/** How a translation is asked for; the keys are those of the viewer. */
export type Say = (
  key: `facts.${'area' | 'mean' | 'range' | 'suv' | 'noSuv' | 'value'}`,
  values: object,
) => string

const CHANNELS = ['R', 'G', 'B']

export function factLines({ area, region, units, point }: Facts, say: Say, language: string): string[] {
  const short = (value: number) => shortNumber(value, language)
  const lines: string[] = []
  if (area) lines.push(say('facts.area', { value: short(area.value), unit: area.unit }))
  if (point) lines.push(say('facts.value', { value: point.map(short).join(' '), unit: units.unit }))
  if (!region) return lines
  const isColour = region.channels.length > 1
  region.channels.forEach(({ mean, sd, min, max }, i) => {
    const unit = isColour ? CHANNELS[i]! : units.unit
    lines.push(say('facts.mean', { mean: short(mean), sd: short(sd), unit }))
    lines.push(say('facts.range', { min: short(min), max: short(max), unit }))
  })
  if (!isColour) lines.push(...suvLine(region.channels[0]!, units, say, short))
  return lines.map((line) => line.trimEnd())
}

function suvLine(
  { mean, max }: Statistics,
  { suv, noSuv }: Units,
  say: Say,
  short: (value: number) => string,
): string[] {
  if (noSuv) return [say('facts.noSuv', { tag: tagText(noSuv.tag), reason: noSuv.reason })]
  if (!suv) return []
  return [say('facts.suv', { mean: short(mean * suv.factor), max: short(max * suv.factor), rule: suv.rule })]
}

/** `(0010,1030)`. */
export const tagText = (tag: string): string => `(${tag.slice(0, 4)},${tag.slice(4)})`

/** Two decimals, more where the value is small. */
export function shortNumber(value: number, language: string): string {
  const digits =
    value !== 0 && Math.abs(value) < 1 ? { maximumSignificantDigits: 3 } : { maximumFractionDigits: 2 }
  return new Intl.NumberFormat(language, digits).format(value).replace('-', '−')
}
