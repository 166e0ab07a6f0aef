/** What the pixels of a picture say, for tools that paint by it. */
import type { ImageSize } from '../coordinates'

export interface PixelValues {
  readonly size: ImageSize
  /** The modality value (HU, for example) of a pixel, counted row by row; of colours, how bright it is. */
  at(this: void, pixel: number): number
}

/** Both ends included. */
export interface ValueRange {
  readonly low: number
  readonly high: number
}

export const isWithin = ({ low, high }: ValueRange, value: number): boolean => value >= low && value <= high
