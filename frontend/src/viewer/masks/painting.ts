/** The hand that paints: what it is told, what it has under way, and what comes out. No canvas of the screen. */
import type { ImagePoint, ImageSize } from '../coordinates'
import type { Place } from '../shapes'
import { paintLine, type Brush } from './brush'
import { grown } from './grow'
import { withHoleFilled } from './islands'
import type { MaskPicture } from './mask-picture'
import type { MaskSlice } from './packing'
import { voxelsOf } from './packing'
import { has, union, type Runs } from './runs'
import { isWithin, type PixelValues, type ValueRange } from './values'

export const MASK_TOOLS = ['brush', 'eraser', 'fill', 'grow'] as const
export type MaskTool = (typeof MASK_TOOLS)[number]

export const isMaskTool = (tool: string): tool is MaskTool => (MASK_TOOLS as readonly string[]).includes(tool)

/** A mask as it lies on one picture. */
export interface ShownMask {
  readonly id: string
  readonly color: string
  /** Null where it has nothing on this picture. */
  readonly slice: MaskSlice | null
  readonly isSelected: boolean
}

/** What the hand holds. */
export interface Paint {
  readonly tool: MaskTool
  /** The mask that is painted on; null begins a new one. */
  readonly targetId: string | null
  readonly color: string
  /** Of the brush, in image pixels. */
  readonly diameter: number
  /** Only what lies within it is painted, and grown into; null is everything. */
  readonly range: ValueRange | null
  /** How far values may be from the one that a region grows from, where there is no range. */
  readonly tolerance: number
  /** Why there may be no painting now. */
  readonly refusal: PaintTrouble | null
}

export interface MaskEdit {
  readonly targetId: string | null
  readonly place: Place
  readonly before: Runs
  readonly after: Runs
}

/** Why nothing came of it. */
export type PaintTrouble =
  | 'notReady'
  | 'locked'
  | 'hidden'
  | 'drawNeedsLabel'
  | 'nothingToErase'
  | 'notEnclosed'
  | 'noValues'
  | 'outOfRange'

export class PaintStroke {
  private last: ImagePoint

  constructor(
    /** It is drawn here while it grows. */
    readonly picture: MaskPicture,
    readonly before: Runs,
    readonly targetId: string | null,
    readonly place: Place,
    private readonly brush: Brush,
    at: ImagePoint,
  ) {
    this.last = at
    this.lineTo(at)
  }

  lineTo(to: ImagePoint): void {
    const box = paintLine(this.picture.raster, this.last, to, this.brush)
    if (box) this.picture.refresh(box)
    this.last = to
  }

  edit(): MaskEdit {
    const { targetId, place, before, picture } = this
    return { targetId, place, before, after: picture.raster.runs() }
  }
}

export function brushOf({ tool, diameter, range }: Paint, values: PixelValues | null): Brush {
  const isEraser = tool === 'eraser'
  const may = range && values && !isEraser ? (pixel: number) => isWithin(range, values.at(pixel)) : null
  return { diameter, isEraser, may }
}

/** The pixel that a point lies in; null beside the picture. */
export function pixelAt({ x, y }: ImagePoint, { columns, rows }: ImageSize): number | null {
  const [column, row] = [Math.floor(x), Math.floor(y)]
  return column >= 0 && column < columns && row >= 0 && row < rows ? row * columns + column : null
}

/** The mask that a click means: of those that lie there, the one that marks least. */
export function maskAt(masks: readonly ShownMask[], at: ImagePoint, size: ImageSize): ShownMask | null {
  const pixel = pixelAt(at, size)
  const under = masks.filter(({ slice }) => slice && pixel !== null && has(voxelsOf(slice), pixel))
  return under.sort((a, b) => a.slice!.voxels - b.slice!.voxels)[0] ?? null
}

/** What a click with a tool that fills makes of a mask. */
export function filledAt(
  paint: Paint,
  slice: MaskSlice | null,
  pixel: number,
  size: ImageSize,
  values: PixelValues | null,
): { before: Runs; after: Runs } | PaintTrouble {
  const before = voxelsOf(slice)
  if (paint.tool === 'fill') {
    const after = withHoleFilled(before, size, pixel)
    return after ? { before, after } : 'notEnclosed'
  }
  if (!values) return 'noValues'
  const value = values.at(pixel)
  const range = paint.range ?? { low: value - paint.tolerance, high: value + paint.tolerance }
  const region = grown(values, pixel, range)
  return region.length ? { before, after: union(before, region) } : 'outOfRange'
}
