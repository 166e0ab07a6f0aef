/** Images whose stored values mean what a table says (Modality LUT, PS3.3 C.11.1): the loader knows slopes only. */
import { imageLoader, utilities, type Types } from '@cornerstonejs/core'
import { wadors } from '@cornerstonejs/dicom-image-loader'
import { items, number, Tag, type DicomDataset } from '../dicom-json'
import { markTabled } from '../measuring/decoded'
import { lookedUp, lookupTable, type LookupTable } from './lookup-table'

type Image = Types.IImage

const MODALITY_TABLES = '00283000'

interface Tabled {
  readonly table: LookupTable
  readonly bits: number
  readonly isSigned: boolean
}

const tables = new Map<string, Tabled>()

/** Remembers the table of an image, if it has one; then without the slope, which the table stands in for. */
export function withoutSlope(dataset: DicomDataset, imageIds: readonly string[]): DicomDataset {
  const isSigned = number(dataset, Tag.PIXEL_REPRESENTATION) === 1
  const table = lookupTable(items(dataset, MODALITY_TABLES)[0], isSigned)
  if (!table) return dataset
  const bits = number(dataset, Tag.BITS_STORED) ?? 16
  for (const imageId of imageIds) tables.set(imageId, { table, bits, isSigned })
  const slope: string[] = [Tag.RESCALE_SLOPE, Tag.RESCALE_INTERCEPT]
  return Object.fromEntries(Object.entries(dataset).filter(([tag]) => !slope.includes(tag)))
}

/** In place of the loader's own, for images of the same scheme. */
export function registerTableLoader(): void {
  imageLoader.registerImageLoader('wadors', (imageId, options) => {
    const loading = wadors.loadImage(imageId, options)
    const tabled = tables.get(imageId)
    if (!tabled) return loading
    return { ...loading, promise: loading.promise.then((image) => throughTable(image, tabled)) }
  })
}

function throughTable(image: Image, { table, bits, isSigned }: Tabled): Image {
  const stored = image.voxelManager?.getScalarData() ?? image.getPixelData()
  const values = Uint16Array.from(stored, (value) => lookedUp(table, withinBits(value, bits, isSigned)))
  let [least, most] = [Infinity, -Infinity]
  for (const value of values) {
    if (value < least) least = value
    if (value > most) most = value
  }
  const { windowWidth, windowCenter } = utilities.windowLevel.toWindowLevel(least, most)
  const { columns: width, rows: height } = image
  const mapped: Image = {
    ...image,
    dataType: 'Uint16Array',
    slope: 1,
    intercept: 0,
    minPixelValue: least,
    maxPixelValue: most,
    windowWidth,
    windowCenter,
    sizeInBytes: values.byteLength,
    getPixelData: () => values,
    voxelManager: utilities.VoxelManager.createImageVoxelManager({
      scalarData: values,
      width,
      height,
      numberOfComponents: 1,
    }),
  }
  if (image.imageFrame) mapped.imageFrame = { ...image.imageFrame, pixelData: values }
  markTabled(mapped)
  return mapped
}

/** Drops bits outside of Bits Stored and extends the sign (PS3.5 8.1.1). */
function withinBits(value: number, bits: number, isSigned: boolean): number {
  const unused = 32 - bits
  return isSigned ? (value << unused) >> unused : (value << unused) >>> unused
}
