/** A series, or one instance, over DICOMweb. */
import { wadors } from '@cornerstonejs/dicom-image-loader'
import { calibrationOf } from './calibration'
import { frameRateOf } from './cine'
import type { ImageSize } from './coordinates'
import { number, Tag, text, type DicomDataset } from './dicom-json'
import { fetchAsReader } from './fetch-as-reader'
import { isPaletteColor, lacksPalette, withReadablePalette } from './palette'
import { withPlausibleGeometry } from './plausible'
import { inReadingOrder, normalOf, planeOf, positionAlong } from './series-order'
import { asReduced, reductionFor } from './reduced'
import { withoutSlope } from './seeing/modality-table'
import { ImageProblem, type DicomSource, type ImageStack, type StackFrame } from './sources'
import { longestSide } from './webgl'

const LOSSY_SYNTAXES = new Set(['1.2.840.10008.1.2.4.50', '1.2.840.10008.1.2.4.51', '1.2.840.10008.1.2.4.81'])

function seriesUrl({ isBeside, setId, studyInstanceUid, seriesInstanceUid }: DicomSource): string {
  const root = `${location.origin}/dicomweb${isBeside ? '' : `/sets/${setId}`}`
  return `${root}/studies/${studyInstanceUid}/series/${seriesInstanceUid}`
}

export async function loadDicomStack(source: DicomSource): Promise<ImageStack> {
  const url = seriesUrl(source)
  const query = source.isBeside ? `?beside=${source.setId}` : ''
  const response = await fetchAsReader(`${url}/metadata${query}`, 'application/dicom+json')
  if (!response.ok) throw new ImageProblem(`The server does not give out this series (${response.status}).`)
  const sent = (await response.json()) as DicomDataset[]
  const all = sent.map(withPlausibleGeometry).map(withReadablePalette)
  const chosen =
    source.kind === 'instance'
      ? all.filter((dataset) => text(dataset, Tag.SOP_INSTANCE_UID) === source.sopInstanceUid)
      : all
  const images = inReadingOrder(chosen.filter((dataset) => number(dataset, Tag.ROWS)))
  if (!images[0]) throw new ImageProblem('There is no image in this series.')
  const frames = images.flatMap((dataset) => framesOf(dataset, url))
  return {
    sourceId: source.id,
    description: text(images[0], Tag.SERIES_DESCRIPTION) || text(images[0], Tag.MODALITY),
    frames,
    frameRate: frameRateOf(images[0]),
  }
}

function framesOf(dataset: DicomDataset, url: string): StackFrame[] {
  const sopInstanceUid = text(dataset, Tag.SOP_INSTANCE_UID)
  const size = sizeOf(dataset)
  const reduction = reductionFor(size, longestSide())
  const base = `wadors:${url}/instances/${sopInstanceUid}/frames/`
  const query = reduction > 1 ? `?reduce=${reduction}` : ''
  const count = Math.max(1, number(dataset, Tag.NUMBER_OF_FRAMES) ?? 1)
  // Of a multi-frame instance the loader derives the others from the first, which it looks for without the query.
  const imageIds = Array.from({ length: count }, (_, i) => `${base}${i + 1}${query}`)
  const sent = withoutSlope(asReduced(dataset, reduction), imageIds) as Parameters<
    typeof wadors.metaDataManager.add
  >[1]
  for (const first of new Set([`${base}1`, `${base}1${query}`])) wadors.metaDataManager.add(first, sent)
  return imageIds.map((imageId, i) => ({
    ...frameOf(dataset, sopInstanceUid, i + 1),
    imageId,
    size,
    reduction,
  }))
}

const sizeOf = (dataset: DicomDataset): ImageSize => ({
  columns: number(dataset, Tag.COLUMNS) ?? 0,
  rows: number(dataset, Tag.ROWS) ?? 0,
})

function frameOf(dataset: DicomDataset, sopInstanceUid: string, frame: number) {
  const syntax = text(dataset, Tag.AVAILABLE_TRANSFER_SYNTAX_UID)
  return {
    sopInstanceUid,
    frame,
    positionMm: positionAlong(dataset, normalOf(dataset, frame), frame),
    calibration: calibrationOf(dataset, frame),
    dataset,
    isLossy: text(dataset, Tag.LOSSY) === '01' || LOSSY_SYNTAXES.has(syntax),
    obstacle: lacksPalette(dataset) ? 'Its colours cannot be shown: the palette is missing.' : null,
    isMonochrome1: text(dataset, Tag.PHOTOMETRIC_INTERPRETATION) === 'MONOCHROME1',
    isColour: (number(dataset, Tag.SAMPLES_PER_PIXEL) ?? 1) > 1 || isPaletteColor(dataset),
    plane: planeOf(dataset, frame),
    frameOfReferenceUid: text(dataset, Tag.FRAME_OF_REFERENCE_UID) || null,
  }
}
