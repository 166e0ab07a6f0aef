/** What the pixels of a picture say, read from what Cornerstone has decoded. */
import { cache, type Types } from '@cornerstonejs/core'
import type { View } from '../view'
import type { PixelValues } from './values'

/** Null where the picture is not decoded. */
export function valuesOf(view: View): PixelValues | null {
  const image = cache.getImage(view.frame.imageId)
  if (!image) return null
  const { size } = view
  const stored = storedValues(image)
  const isWhole = image.columns === size.columns && image.rows === size.rows
  if (isWhole) return { size, at: stored }
  // A picture that came smaller says the same for all pixels that one of it stands for.
  const [across, down] = [image.columns / size.columns, image.rows / size.rows]
  return {
    size,
    at: (pixel) => {
      const row = Math.floor(Math.floor(pixel / size.columns) * down)
      return stored(row * image.columns + Math.floor((pixel % size.columns) * across))
    },
  }
}

/** The values of single pixels: in the modality's units, or how bright a colour is (ITU-R BT.601). */
function storedValues(image: Types.IImage): (pixel: number) => number {
  const data = image.getPixelData()
  if (image.color) {
    const samples = Math.round(data.length / (image.columns * image.rows))
    return (pixel) => {
      const i = pixel * samples
      return 0.299 * data[i]! + 0.587 * data[i + 1]! + 0.114 * data[i + 2]!
    }
  }
  const isScaled = image.preScale?.scaled ?? false
  const [slope, intercept] = isScaled ? [1, 0] : [image.slope, image.intercept]
  return (pixel) => data[pixel]! * slope + intercept
}
