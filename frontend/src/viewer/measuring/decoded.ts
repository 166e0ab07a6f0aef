/** The pixels of a picture as Cornerstone decoded them. */
import type { Types } from '@cornerstonejs/core'
import type { PixelGrid } from './pixels'

type Image = Types.IImage

const kept = new WeakMap<Image, PixelGrid>()

export function pixelGridOf(image: Image): PixelGrid {
  const found = kept.get(image) ?? readGrid(image)
  kept.set(image, found)
  return found
}

function readGrid(image: Image): PixelGrid {
  const { rows, columns } = image
  const values = image.voxelManager?.getScalarData() ?? image.getPixelData()
  const components = Math.max(1, Math.round(values.length / (rows * columns)))
  return { rows, columns, components, values, ...scalingOf(image) }
}

/** Cornerstone scales while it loads; what it did is undone for the values in the file. */
function scalingOf(image: Image): Pick<PixelGrid, 'slope' | 'intercept' | 'stored'> {
  if (image.color || hasTable(image)) return { slope: 1, intercept: 0, stored: null }
  const { preScale, slope, intercept } = image
  if (!preScale?.scaled) return { slope, intercept, stored: { slope: 1, intercept: 0 } }
  const { rescaleSlope = 1, rescaleIntercept = 0 } = preScale.scalingParameters ?? {}
  return {
    slope: 1,
    intercept: 0,
    stored: { slope: 1 / rescaleSlope, intercept: -rescaleIntercept / rescaleSlope },
  }
}

const tabled = new WeakSet<Image>()

/** The values went through a table of the image: there is no way back. */
export const markTabled = (image: Image): void => void tabled.add(image)
const hasTable = (image: Image): boolean => tabled.has(image)
