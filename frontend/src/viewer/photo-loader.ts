/** Photographs for Cornerstone: an image loader for the scheme `web:` and the metadata its tools ask for. */
import { Enums, imageLoader, metaData, type Types } from '@cornerstonejs/core'
import type { ImageSize } from './coordinates'
import { fetchAsReader } from './fetch-as-reader'
import { ImageProblem, type ImageStack, type PhotoSource } from './sources'
import { longestSide } from './webgl'

export interface PhotoFacts {
  /** Size of the original. */
  readonly size: ImageSize
  /** Size of what is shown: smaller when the graphics card cannot hold the original. */
  readonly shown: ImageSize
  readonly isLossy: boolean
}

const known = new Map<string, PhotoFacts>()

/** What the server says of the whole pictures. */
const sizes = new Map<string, ImageSize>()

export const photoFacts = (imageId: string): PhotoFacts | undefined => known.get(imageId)

// eslint-disable-next-line @typescript-eslint/require-await -- a browser without WebGL is told like any failure
export async function loadPhotoStack(source: PhotoSource): Promise<ImageStack> {
  const url = new URL(source.contentUrl, location.origin)
  url.searchParams.set('max_side', String(longestSide()))
  const imageId = `web:${url.href}`
  if (source.size) sizes.set(imageId, source.size)
  const frame = {
    imageId,
    sopInstanceUid: null,
    frame: 1,
    positionMm: null,
    size: null,
    reduction: 1,
    calibration: null,
    dataset: null,
    isLossy: false,
    isMonochrome1: false,
    isColour: true,
    plane: null,
    frameOfReferenceUid: null,
    obstacle: null,
  }
  return { sourceId: source.id, description: '', frames: [frame] }
}

async function load(imageId: string): Promise<Types.IImage> {
  const response = await fetchAsReader(imageId.slice('web:'.length), 'image/*')
  if (!response.ok) throw new ImageProblem(`The server does not give out this picture (${response.status}).`)
  const blob = await response.blob()
  const bitmap = await createImageBitmap(blob, { colorSpaceConversion: 'none' }).catch(() => {
    throw new ImageProblem('This picture cannot be decoded.')
  })
  const sent = { columns: bitmap.width, rows: bitmap.height }
  const size = wholeSize(imageId, sent, Number(response.headers.get('X-Isocenter-Scale') ?? 1))
  const shown = fittingInto(longestSide(), sent)
  known.set(imageId, { size, shown, isLossy: blob.type === 'image/jpeg' })
  const canvas = painted(bitmap, shown)
  bitmap.close()
  return asCornerstoneImage(imageId, canvas, shown)
}

/** Of what was sent smaller by a factor; objects are drawn in the pixels of the whole picture. */
export function wholeSize(imageId: string, sent: ImageSize, scale: number): ImageSize {
  if (!(scale > 0 && scale < 1)) return sent
  const { columns, rows } = sent
  return sizes.get(imageId) ?? { columns: Math.round(columns / scale), rows: Math.round(rows / scale) }
}

function fittingInto(limit: number, { columns, rows }: ImageSize): ImageSize {
  const scale = Math.min(1, limit / Math.max(columns, rows))
  return { columns: Math.floor(columns * scale), rows: Math.floor(rows * scale) }
}

function painted(bitmap: ImageBitmap, { columns, rows }: ImageSize): HTMLCanvasElement {
  const canvas = document.createElement('canvas')
  canvas.width = columns
  canvas.height = rows
  const context = canvas.getContext('2d', { willReadFrequently: true })
  if (!context) throw new ImageProblem('This browser cannot draw pictures.')
  context.drawImage(bitmap, 0, 0, columns, rows)
  return canvas
}

function asCornerstoneImage(imageId: string, canvas: HTMLCanvasElement, shown: ImageSize): Types.IImage {
  const { columns, rows } = shown
  const rgba = canvas.getContext('2d')!.getImageData(0, 0, columns, rows).data
  const rgb = new Uint8Array(rows * columns * 3)
  for (let i = 0, j = 0; i < rgba.length; i += 4, j += 3) {
    rgb[j] = rgba[i]!
    rgb[j + 1] = rgba[i + 1]!
    rgb[j + 2] = rgba[i + 2]!
  }
  const { columnPixelSpacing, rowPixelSpacing } = planeOf(imageId)!
  // The core makes the voxel manager itself, from getPixelData.
  return {
    imageId,
    minPixelValue: 0,
    maxPixelValue: 255,
    slope: 1,
    intercept: 0,
    windowCenter: 128,
    windowWidth: 255,
    getPixelData: () => rgb,
    getCanvas: () => canvas,
    rows,
    columns,
    height: rows,
    width: columns,
    color: true,
    rgba: false,
    columnPixelSpacing,
    rowPixelSpacing,
    invert: false,
    sizeInBytes: rgb.length,
    numberOfComponents: 3,
    dataType: 'Uint8Array',
    photometricInterpretation: 'RGB',
    voiLUTFunction: Enums.VOILUTFunctionType.LINEAR,
  }
}

/** A world in which one unit is one pixel of the original and the centre of its first pixel is the origin. */
function planeOf(imageId: string) {
  const facts = known.get(imageId)
  if (!facts) return undefined
  const columnPixelSpacing = facts.size.columns / facts.shown.columns
  const rowPixelSpacing = facts.size.rows / facts.shown.rows
  return {
    frameOfReferenceUID: imageId,
    rows: facts.shown.rows,
    columns: facts.shown.columns,
    imageOrientationPatient: [1, 0, 0, 0, 1, 0],
    rowCosines: [1, 0, 0],
    columnCosines: [0, 1, 0],
    imagePositionPatient: [(columnPixelSpacing - 1) / 2, (rowPixelSpacing - 1) / 2, 0],
    pixelSpacing: [rowPixelSpacing, columnPixelSpacing],
    rowPixelSpacing,
    columnPixelSpacing,
    sliceThickness: 1,
    sliceLocation: 0,
    usingDefaultValues: true,
  }
}

function provide(type: string, imageId: unknown): unknown {
  if (typeof imageId !== 'string' || !imageId.startsWith('web:')) return undefined
  const facts = known.get(imageId)
  if (!facts) return undefined
  switch (type) {
    case 'imagePixelModule':
      return {
        pixelRepresentation: 0,
        bitsAllocated: 24,
        bitsStored: 24,
        highBit: 24,
        photometricInterpretation: 'RGB',
        samplesPerPixel: 3,
        ...facts.shown,
      }
    case 'generalSeriesModule':
      return { modality: 'XC', seriesNumber: 1, seriesDescription: '', seriesInstanceUID: imageId }
    case 'imagePlaneModule':
      return planeOf(imageId)
    case 'voiLutModule':
      return { windowWidth: [255], windowCenter: [128] }
    case 'modalityLutModule':
      return { rescaleSlope: 1, rescaleIntercept: 0 }
    default:
      return undefined
  }
}

export function registerPhotoLoader(): void {
  imageLoader.registerImageLoader('web', (imageId) => ({ promise: load(imageId) }))
  metaData.addProvider(provide, 10_000)
}
