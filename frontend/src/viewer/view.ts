import type { Affine, ImageSize } from './coordinates'
import type { PixelGrid } from './measuring/pixels'
import type { Greys } from './seeing/greys'
import type { Calibration, ImageStack, StackFrame } from './sources'
import type { Place } from './shapes'

/** What drawing needs of what is on the screen: a map between plane and canvas, a place, a calibration. */
export interface DrawingView {
  /** Of the plane that is drawn on, in its own pixels. */
  readonly size: ImageSize
  readonly toCanvas: Affine
  readonly place: Place
  readonly calibration: Calibration | null
}

/** A picture of a stack, as it is on the screen after a rendering. */
export interface View extends DrawingView {
  readonly stack: ImageStack
  readonly index: number
  readonly frame: StackFrame
  /** Window width and level in the values of the image; null for colour. */
  readonly window: { readonly width: number; readonly level: number } | null
  /** The reader turned the greys round (a MONOCHROME1 image is not inverted by being shown properly). */
  readonly isInverted: boolean
  readonly isLossy: boolean
  /** How large the picture is that is shown, in parts of the whole: 1, or less where it was too large. */
  readonly shownPart: number
  /** How values become greys; of colour it says nothing. */
  readonly greys: Greys
  /** As decoded; null while there are none. */
  readonly pixels: PixelGrid | null
}

/** How far in, and how far off the middle: 1 and nothing where the picture fills its cell. */
export interface Placing {
  readonly zoom: number
  /** In CSS pixels. */
  readonly pan: readonly [x: number, y: number]
}
