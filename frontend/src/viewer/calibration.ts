/** How many millimetres a pixel stands for, and what says so; the server reads it the same way. */
import type { ImagePoint } from './coordinates'
import { frameGroup, items, number, numbers, Tag, text, type DicomDataset } from './dicom-json'
import { bounds, type Geometry } from './geometry'
import type { Calibration, StackFrame } from './sources'

/**
 * Of a frame: under these points, or for the whole picture. The ultrasound region that they lie in, else Pixel
 * Spacing, else the spacing at the detector over the magnification (PS3.3 10.7.1.3), else nothing. What lies in a
 * region that does not count in centimetres has no size.
 */
export function calibrationOf(
  dataset: DicomDataset,
  frame = 1,
  points: readonly ImagePoint[] = [],
): Calibration | null {
  const region = regionUnder(items(dataset, Tag.ULTRASOUND_REGIONS), points)
  if (region) return ultrasoundSpacing(region)
  const measures = frameGroup(dataset, frame, Tag.PIXEL_MEASURES) ?? dataset
  const own = isAtDetector(dataset, measures) ? null : spacing(measures, Tag.PIXEL_SPACING, 'pixel spacing')
  return own ?? projected(dataset)
}

/** What a shape on this picture is measured in: what the reader said, else what the image says of that place. */
export function scaleUnder(
  frame: Pick<StackFrame, 'calibration' | 'dataset' | 'frame'>,
  geometry: Geometry,
  ofReader: Calibration | null = null,
): Calibration | null {
  if (ofReader) return ofReader
  if (!frame.dataset?.[Tag.ULTRASOUND_REGIONS]) return frame.calibration
  const { left, top, right, bottom } = bounds(geometry)
  const corners = [
    { x: left, y: top },
    { x: right, y: bottom },
  ]
  return calibrationOf(frame.dataset, frame.frame, corners)
}

/** What a reader says by a line of known length. The shape of a pixel is the image's. */
export function calibrationBy(
  { start, end }: { readonly start: ImagePoint; readonly end: ImagePoint },
  knownMm: number,
  { dataset, calibration }: Pick<StackFrame, 'calibration' | 'dataset'>,
): Calibration {
  const { columnMm, rowMm } = calibration ?? pixelShape(dataset ?? {})
  const factor = knownMm / Math.hypot((end.x - start.x) * columnMm, (end.y - start.y) * rowMm)
  return { columnMm: columnMm * factor, rowMm: rowMm * factor, from: 'reader' }
}

function pixelShape(dataset: DicomDataset): Pick<Calibration, 'columnMm' | 'rowMm'> {
  const [rowMm, columnMm] = numbers(dataset, Tag.PIXEL_ASPECT_RATIO)
  return rowMm && columnMm && rowMm > 0 && columnMm > 0 ? { rowMm, columnMm } : { rowMm: 1, columnMm: 1 }
}

function spacing(dataset: DicomDataset, tag: string, from: Calibration['from']): Calibration | null {
  const [rowMm, columnMm] = numbers(dataset, tag)
  return rowMm && columnMm && rowMm > 0 && columnMm > 0 ? { rowMm, columnMm, from } : null
}

/** Pixel Spacing that says no more than Imager Pixel Spacing is not corrected for anything (PS3.3 10.7.1.3). */
function isAtDetector(dataset: DicomDataset, measures: DicomDataset): boolean {
  if (text(dataset, Tag.CALIBRATION_TYPE)) return false
  const own = numbers(measures, Tag.PIXEL_SPACING)
  return own.length > 0 && own.join() === numbers(dataset, Tag.IMAGER_PIXEL_SPACING).join()
}

/** The spacing in the patient: at the detector, over the magnification where the image tells it. */
function projected(dataset: DicomDataset): Calibration | null {
  const detector = spacing(dataset, Tag.IMAGER_PIXEL_SPACING, 'detector')
  if (!detector) return null
  const { factor, from } = magnification(dataset)
  return { rowMm: detector.rowMm / factor, columnMm: detector.columnMm / factor, from }
}

function magnification(dataset: DicomDataset): { factor: number; from: Calibration['from'] } {
  const estimated = number(dataset, Tag.MAGNIFICATION) ?? 0
  const toDetector = number(dataset, Tag.SOURCE_TO_DETECTOR) ?? 0
  const toPatient = number(dataset, Tag.SOURCE_TO_PATIENT) ?? 0
  if (estimated > 0) return { factor: estimated, from: 'magnification' }
  if (toPatient > 0 && toPatient <= toDetector) {
    return { factor: toDetector / toPatient, from: 'source distances' }
  }
  return { factor: 1, from: 'detector' }
}

const CENTIMETRES = 3 // Physical Units X Direction, PS3.3 C.8.5.5.1.15
/** Region Location Min X0, Min Y0, Max X1, Max Y1. */
const EDGES = ['00186018', '0018601A', '0018601C', '0018601E'] as const
const LOW_PRIORITY = 1 // bit 0 of Region Flags, PS3.3 C.8.5.5.1.3

/**
 * The ultrasound region in which all points lie; where regions overlap, the one in front, else the smaller one. For
 * the picture as a whole, the only region: several may have several scales.
 */
function regionUnder(regions: readonly DicomDataset[], points: readonly ImagePoint[]): DicomDataset | null {
  if (!points.length) return regions.length === 1 ? regions[0]! : null
  const isBehind = (region: DicomDataset) => (number(region, Tag.REGION_FLAGS) ?? 0) & LOW_PRIORITY
  return (
    regions
      .filter((region) => points.every((point) => holds(region, point)))
      .sort((a, b) => isBehind(a) - isBehind(b) || extent(a) - extent(b))[0] ?? null
  )
}

function holds(region: DicomDataset, { x, y }: ImagePoint): boolean {
  const edges = edgesOf(region)
  return !edges || (x >= edges.left && x <= edges.right && y >= edges.top && y <= edges.bottom)
}

function extent(region: DicomDataset): number {
  const edges = edgesOf(region)
  return edges ? (edges.right - edges.left) * (edges.bottom - edges.top) : Number.MAX_VALUE
}

/** In points: the last column and row belong to the region. */
function edgesOf(region: DicomDataset) {
  const edges = EDGES.map((tag) => number(region, tag) ?? NaN)
  if (edges.some(Number.isNaN)) return null
  const [left, top, right, bottom] = edges as [number, number, number, number]
  return { left, top, right: right + 1, bottom: bottom + 1 }
}

function ultrasoundSpacing(region: DicomDataset): Calibration | null {
  const units = [...numbers(region, Tag.REGION_UNITS_X), ...numbers(region, Tag.REGION_UNITS_Y)]
  if (!units.length || units.some((unit) => unit !== CENTIMETRES)) return null
  const columnMm = Math.abs(number(region, Tag.REGION_DELTA_X) ?? 0) * 10
  const rowMm = Math.abs(number(region, Tag.REGION_DELTA_Y) ?? 0) * 10
  return columnMm > 0 && rowMm > 0 ? { columnMm, rowMm, from: 'ultrasound region' } : null
}
