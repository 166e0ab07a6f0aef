/** How many millimetres a pixel stands for, and what says so. */
import { frameGroup, items, number, numbers, Tag, type DicomDataset } from './dicom-json'
import type { Calibration } from './sources'

const CENTIMETRES = 3 // Physical Units X Direction, PS3.3 C.8.5.5.1.15

function spacing(dataset: DicomDataset, tag: string, from: Calibration['from']): Calibration | null {
  const [rowMm, columnMm] = numbers(dataset, tag)
  return rowMm && columnMm && rowMm > 0 && columnMm > 0 ? { rowMm, columnMm, from } : null
}

function ultrasoundSpacing(dataset: DicomDataset): Calibration | null {
  const regions = items(dataset, Tag.ULTRASOUND_REGIONS)
  const region = regions[0]
  // Several regions may have several scales: then no single one holds for the picture.
  if (!region || regions.length > 1 || number(region, Tag.REGION_UNITS_X) !== CENTIMETRES) return null
  const columnMm = Math.abs(number(region, Tag.REGION_DELTA_X) ?? 0) * 10
  const rowMm = Math.abs(number(region, Tag.REGION_DELTA_Y) ?? 0) * 10
  return columnMm > 0 && rowMm > 0 ? { columnMm, rowMm, from: 'ultrasound region' } : null
}

/** Pixel Spacing, else an ultrasound region, else the spacing at the detector (PS3.3 10.7.1.3), else nothing. */
export function calibrationOf(dataset: DicomDataset, frame = 1): Calibration | null {
  const measures = frameGroup(dataset, frame, Tag.PIXEL_MEASURES) ?? dataset
  return (
    spacing(measures, Tag.PIXEL_SPACING, 'pixel spacing') ??
    ultrasoundSpacing(dataset) ??
    spacing(dataset, Tag.IMAGER_PIXEL_SPACING, 'detector')
  )
}
