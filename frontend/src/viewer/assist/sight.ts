/** A part of a picture for an algorithm, as fine as it is looked at, and the way back to image pixels. */
import { scaleOf, type ImagePoint } from '../coordinates'
import type { View } from '../view'
import { clipped, cropped, within, type Range, type Raster, type Rect } from './raster'

/** Where the pixels of a part lie in the image. */
export interface Grid {
  readonly columns: number
  readonly rows: number
  /** Outer corner of the first pixel, in image pixels. */
  readonly left: number
  readonly top: number
  /** Image pixels for one of the part. */
  readonly across: number
  readonly down: number
}

export interface Sight extends Grid {
  raster(this: void): Raster
}

export const toGrid = ({ left, top, across, down }: Grid, { x, y }: ImagePoint): ImagePoint => ({
  x: (x - left) / across,
  y: (y - top) / down,
})

export const fromGrid = ({ left, top, across, down }: Grid, { x, y }: ImagePoint): ImagePoint => ({
  x: left + x * across,
  y: top + y * down,
})

/** How a picture is looked at. */
export interface Seen extends Pick<View, 'size' | 'window'> {
  /** So many image pixels are hardly more than one of the screen. */
  readonly coarseness: number
}

type Looked = Pick<Seen, 'size' | 'window'>

/** By powers of two, so that zooming does not change it all the time. */
export const coarsenessOf = ({ toCanvas }: Pick<View, 'toCanvas'>): number =>
  Math.max(1, 2 ** Math.floor(-Math.log2(scaleOf(toCanvas))))

/** What is black or white on the screen has no edges. */
export const rangeSeen = ({ window }: Pick<View, 'window'>): Range | null =>
  window && { lower: window.level - window.width / 2, upper: window.level + window.width / 2 }

/** How far the pixels that came are from those of the image: a large picture comes smaller. */
const sentScale = ({ size }: Pick<View, 'size'>, sent: { columns: number; rows: number }) => ({
  across: size.columns / sent.columns,
  down: size.rows / sent.rows,
})

/** A window around a point, of at most so many pixels each way. */
export function around(view: Seen, sent: Raster, middle: ImagePoint, most: number): Sight {
  const { across, down } = sentScale(view, sent)
  const step = Math.max(1, Math.floor(view.coarseness / across))
  const side = most * step
  const [columns, rows] = [Math.min(side, sent.columns), Math.min(side, sent.rows)]
  const left = Math.min(Math.max(Math.round(middle.x / across - columns / 2), 0), sent.columns - columns)
  const top = Math.min(Math.max(Math.round(middle.y / down - rows / 2), 0), sent.rows - rows)
  return sight(view, sent, { left, top, columns, rows }, step)
}

/** What a closed line encloses, with something around it, of at most so many pixels each way. */
export function about(view: Looked, sent: Raster, line: readonly ImagePoint[], most: number): Sight {
  const { across, down } = sentScale(view, sent)
  const [xs, ys] = [line.map(({ x }) => x / across), line.map(({ y }) => y / down)]
  const [left, top] = [Math.min(...xs), Math.min(...ys)]
  const [width, height] = [Math.max(...xs) - left, Math.max(...ys) - top]
  const margin = 2 + Math.max(width, height) / 20
  const wide: Rect = {
    left: left - margin,
    top: top - margin,
    columns: width + 2 * margin,
    rows: height + 2 * margin,
  }
  const rect = within(wide, sent)
  return sight(view, sent, rect, Math.max(1, Math.ceil(Math.max(rect.columns, rect.rows) / most)))
}

function sight(view: Looked, sent: Raster, rect: Rect, step: number): Sight {
  const { across, down } = sentScale(view, sent)
  return {
    columns: Math.ceil(rect.columns / step),
    rows: Math.ceil(rect.rows / step),
    left: rect.left * across,
    top: rect.top * down,
    across: across * step,
    down: down * step,
    raster: () => clipped(cropped(sent, rect, step), rangeSeen(view)),
  }
}

/** The picture as it came. */
export const wholeOf = (view: Pick<View, 'size'>, sent: Raster): Grid => ({
  columns: sent.columns,
  rows: sent.rows,
  left: 0,
  top: 0,
  ...sentScale(view, sent),
})
