/** The decoded pixels of a picture, and what their values mean. No library: what decoded them hands them over. */
import type { ImagePoint, ImageSize } from '../coordinates'
import { frameGroup, number, Tag, text, type DicomDataset } from '../dicom-json'
import { SuvRefused, suvOf, type Suv } from './suv'

export interface PixelGrid extends ImageSize {
  /** 1 for grey, 3 for colour by pixel. */
  readonly components: number
  readonly values: ArrayLike<number>
  /** From a kept value to the one that the modality means. */
  readonly slope: number
  readonly intercept: number
  /** From a kept value to the one in the file; null where there is no way back (a table, colour). */
  readonly stored: { readonly slope: number; readonly intercept: number } | null
}

/** The pixel under a point: what is in the file, and what the modality means; by component. */
export interface PixelValue {
  readonly column: number
  readonly row: number
  readonly stored: number | null
  readonly modality: readonly number[]
}

export function valueAt(grid: PixelGrid, { x, y }: ImagePoint): PixelValue | null {
  const [column, row] = [Math.floor(x), Math.floor(y)]
  if (column < 0 || row < 0 || column >= grid.columns || row >= grid.rows) return null
  const { components, values, slope, intercept, stored } = grid
  const at = (row * grid.columns + column) * components
  const kept = Array.from({ length: components }, (_, i) => values[at + i]!)
  return {
    column,
    row,
    stored: stored ? Math.round(kept[0]! * stored.slope + stored.intercept) : null,
    modality: kept.map((value) => value * slope + intercept),
  }
}

/** What the values of a picture are counted in. */
export interface Units {
  readonly unit: string
  readonly suv: Suv | null
  /** Why there is no SUV, of a PET image that might have one. */
  readonly noSuv: SuvRefused | null
}

const NO_UNITS: Units = { unit: '', suv: null, noSuv: null }
const PET_UNITS: Readonly<Record<string, string>> = { BQML: 'Bq/ml', CNTS: 'counts', GML: 'g/ml' }
const known = new WeakMap<DicomDataset, Map<number, Units>>()

export function unitsOf(dataset: DicomDataset | null, frame: number): Units {
  if (!dataset) return NO_UNITS
  const ofDataset = known.get(dataset) ?? new Map<number, Units>()
  known.set(dataset, ofDataset)
  const found = ofDataset.get(frame) ?? readUnits(dataset, frame)
  ofDataset.set(frame, found)
  return found
}

function readUnits(dataset: DicomDataset, frame: number): Units {
  const modality = text(dataset, Tag.MODALITY)
  if (modality === 'PT') return petUnits(dataset)
  const transformation = frameGroup(dataset, frame, Tag.PIXEL_TRANSFORMATION) ?? dataset
  const type = text(transformation, Tag.RESCALE_TYPE)
  const isRescaled = number(transformation, Tag.RESCALE_SLOPE) !== null
  // Of CT, Hounsfield units go without saying (PS3.3 C.8.2.1).
  if (modality === 'CT' && isRescaled && (!type || type === 'HU')) return { ...NO_UNITS, unit: 'HU' }
  return { ...NO_UNITS, unit: type === 'US' ? '' : type }
}

function petUnits(dataset: DicomDataset): Units {
  const unit = PET_UNITS[text(dataset, Tag.UNITS)] ?? text(dataset, Tag.UNITS)
  try {
    return { unit, suv: suvOf(dataset), noSuv: null }
  } catch (error) {
    if (error instanceof SuvRefused) return { unit, suv: null, noSuv: error }
    throw error
  }
}
