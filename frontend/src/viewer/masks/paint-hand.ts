/** What paints on one picture: fed by pointer and keys, drawn while it goes on, and handed on when it is done. */
import type { ImagePoint } from '../coordinates'
import type { Place } from '../shapes'
import type { View } from '../view'
import { MaskPictures } from './mask-pictures'
import { hashOf, voxelsOf } from './packing'
import { brushOf, filledAt, PaintStroke, pixelAt } from './painting'
import type { MaskEdit, Paint, PaintTrouble, ShownMask } from './painting'
import { valuesOf } from './pixel-values'
import { isSame } from './runs'

export interface PaintingProps {
  /** Null while no mask tool is in hand. */
  readonly paint: Paint | null
  /** Of the inside of masks, from 0 to 1. */
  readonly maskOpacity: number
  /** The masks of this image as they lie on one of its pictures. */
  masksOn(this: void, place: Place): readonly ShownMask[]
  onPaint(this: void, edit: MaskEdit): void
  onPaintTrouble(this: void, trouble: PaintTrouble): void
}

/** Where there is nothing to paint on, and no mask. */
export const notPainting: PaintingProps = {
  paint: null,
  maskOpacity: 1,
  masksOn: () => [],
  onPaint: () => undefined,
  onPaintTrouble: () => undefined,
}

interface Surface extends PaintingProps {
  readonly view: View | null
}

export class PaintHand {
  readonly pictures = new MaskPictures()
  /** What is under way. */
  stroke: PaintStroke | null = null
  private surface: Surface | null = null
  private readonly listeners = new Set<() => void>()

  /** What it would paint on from now on. A stroke does not outlive its picture. */
  stand(surface: Surface): void {
    this.surface = surface
    const place = surface.view?.place
    const { stroke } = this
    if (!stroke) return
    const isHere = stroke.place.sopInstanceUid === place?.sopInstanceUid && stroke.place.frame === place.frame
    if (!isHere || !surface.paint) this.end()
  }

  begin(at: ImagePoint): void {
    const ground = this.ground()
    if (!ground) return
    const { view, paint, slice } = ground
    if (paint.tool === 'fill' || paint.tool === 'grow') return this.fill(at, ground)
    if (paint.tool === 'eraser' && !slice) return this.surface!.onPaintTrouble('nothingToErase')
    const values = paint.range ? valuesOf(view) : null
    if (paint.range && !values) return this.surface!.onPaintTrouble('noValues')
    const picture = this.pictures.of(slice, paint.color, view.size).fork()
    const brush = brushOf(paint, values)
    this.stroke = new PaintStroke(picture, voxelsOf(slice), paint.targetId, view.place, brush, at)
    this.tell()
  }

  goOn(to: ImagePoint): void {
    this.stroke?.lineTo(to)
    if (this.stroke) this.tell()
  }

  end(): void {
    const { stroke } = this
    this.stroke = null
    if (!stroke) return
    const edit = stroke.edit()
    const hash = hashOf(edit.after)
    if (hash) this.pictures.keep(hash, stroke.picture.color, stroke.picture)
    if (!isSame(edit.before, edit.after)) this.surface?.onPaint(edit)
    this.tell()
  }

  drop(): void {
    this.stroke = null
    this.tell()
  }

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  private tell(): void {
    for (const listener of this.listeners) listener()
  }

  private ground() {
    const { view, paint, masksOn, onPaintTrouble } = this.surface ?? {}
    if (!view || !paint) return null
    if (paint.refusal) {
      onPaintTrouble?.(paint.refusal)
      return null
    }
    const target = masksOn?.(view.place).find(({ id }) => id === paint.targetId)
    return { view, paint, slice: target?.slice ?? null }
  }

  private fill(at: ImagePoint, { view, paint, slice }: NonNullable<ReturnType<PaintHand['ground']>>): void {
    const pixel = pixelAt(at, view.size)
    if (pixel === null) return
    const filled = filledAt(paint, slice, pixel, view.size, valuesOf(view))
    if (typeof filled === 'string') return this.surface!.onPaintTrouble(filled)
    if (isSame(filled.before, filled.after)) return
    this.surface!.onPaint({ targetId: paint.targetId, place: view.place, ...filled })
  }
}
