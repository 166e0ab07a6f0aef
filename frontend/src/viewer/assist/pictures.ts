/** The pixels of a picture as plain numbers, decoded now if they were not yet. */
import { imageLoader } from '@cornerstonejs/core'
import { pixelGridOf } from '../measuring/decoded'
import type { StackFrame } from '../sources'
import type { Raster } from './raster'

/** How bright a colour is (ITU-R BT.601). */
const [RED, GREEN, BLUE] = [0.299, 0.587, 0.114]

/** In the values of the modality; of colours, how bright they are. */
export async function rasterOf({ imageId }: StackFrame): Promise<Raster> {
  const image = await imageLoader.loadAndCacheImage(imageId)
  const { columns, rows, components, values: kept, slope, intercept } = pixelGridOf(image)
  const values = new Float32Array(columns * rows)
  if (components < 3) {
    for (let i = 0; i < values.length; i++) values[i] = kept[i * components]! * slope + intercept
  } else {
    for (let i = 0, j = 0; i < values.length; i++, j += components)
      values[i] = RED * kept[j]! + GREEN * kept[j + 1]! + BLUE * kept[j + 2]!
  }
  return { columns, rows, values }
}
