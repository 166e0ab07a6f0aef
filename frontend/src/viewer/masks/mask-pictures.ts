/** Masks that are drawn, kept by what they show: going back to a slice draws nothing anew. */
import type { ImageSize } from '../coordinates'
import { MaskPicture } from './mask-picture'
import { voxelsOf, type MaskSlice } from './packing'
import { boxOf, Raster } from './raster'

/** So many tiles in all: 256 kB each, where they are bitmaps. */
const MOST_TILES = 400

const keyOf = (hash: string, color: string, { columns }: ImageSize): string => `${hash} ${color} ${columns}`

export class MaskPictures {
  private readonly kept = new Map<string, MaskPicture>()
  private tiles = 0

  /** How a slice is drawn; null is nothing yet. */
  of(slice: MaskSlice | null, color: string, size: ImageSize): MaskPicture {
    const key = slice && keyOf(slice.hash, color, size)
    const known = key === null ? undefined : this.kept.get(key)
    if (known && key !== null) {
      this.kept.delete(key)
      this.kept.set(key, known) // used last
      return known
    }
    const runs = voxelsOf(slice)
    const picture = new MaskPicture(Raster.of(runs, size), color)
    const box = boxOf(runs, size)
    if (box) picture.refresh(box)
    if (slice) this.keep(slice.hash, color, picture)
    return picture
  }

  keep(hash: string, color: string, picture: MaskPicture): void {
    this.kept.set(keyOf(hash, color, picture.raster.size), picture)
    this.tiles += picture.weight
    for (const [key, oldest] of this.kept) {
      if (this.tiles <= MOST_TILES || oldest === picture) return
      this.kept.delete(key)
      this.tiles -= oldest.weight
    }
  }
}
