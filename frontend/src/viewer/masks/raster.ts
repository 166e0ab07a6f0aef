/** The pixels of one picture as bits: what a brush writes to. */
import type { ImageSize } from '../coordinates'
import { isEmpty, runsOf, type Runs } from './runs'

/** A part of a picture in whole pixels; `right` and `bottom` are not included. */
export interface PixelBox {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

export const pixelsOf = ({ columns, rows }: ImageSize): number => columns * rows

/** What the pixels lie in. */
export function boxOf(runs: Runs, { columns, rows }: ImageSize): PixelBox | null {
  if (isEmpty(runs)) return null
  let [left, right] = [columns, 0]
  for (let i = 0; i < runs.length; i += 2) {
    const [begin, last] = [runs[i]!, runs[i + 1]! - 1]
    const isOneRow = Math.floor(begin / columns) === Math.floor(last / columns)
    left = isOneRow ? Math.min(left, begin % columns) : 0
    right = isOneRow ? Math.max(right, (last % columns) + 1) : columns
  }
  const top = Math.floor(runs[0]! / columns)
  const bottom = Math.min(rows, Math.floor((runs[runs.length - 1]! - 1) / columns) + 1)
  return { left, top, right, bottom }
}

export class Raster {
  private constructor(
    readonly size: ImageSize,
    private readonly words: Uint32Array,
  ) {}

  static of(runs: Runs, size: ImageSize): Raster {
    const raster = new Raster(size, new Uint32Array(Math.ceil(pixelsOf(size) / 32)))
    for (let i = 0; i < runs.length; i += 2) raster.put(runs[i]!, runs[i + 1]!, true)
    return raster
  }

  /** Another one to write to. */
  copy(): Raster {
    return new Raster(this.size, this.words.slice())
  }

  has(pixel: number): boolean {
    return ((this.words[pixel >> 5]! >>> (pixel & 31)) & 1) === 1
  }

  /** Set or clear the pixels from one to before another. */
  put(begin: number, end: number, isSet: boolean): void {
    if (end <= begin) return
    const [first, last] = [begin >> 5, (end - 1) >> 5]
    const head = ~0 << (begin & 31)
    const tail = ~0 >>> (31 - ((end - 1) & 31))
    if (first === last) return this.change(first, head & tail, isSet)
    this.change(first, head, isSet)
    this.words.fill(isSet ? ~0 : 0, first + 1, last)
    this.change(last, tail, isSet)
  }

  runs(): Runs {
    return runsOf(this.stretches(0, pixelsOf(this.size)))
  }

  /** What is set from one pixel to before another, in order. */
  *stretches(begin: number, end: number): Generator<readonly [begin: number, end: number]> {
    let at = this.next(begin, end, true)
    while (at < end) {
      const stop = this.next(at, end, false)
      yield [at, stop]
      at = this.next(stop, end, true)
    }
  }

  private change(word: number, bits: number, isSet: boolean): void {
    if (isSet) this.words[word]! |= bits
    else this.words[word]! &= ~bits
  }

  /** The first pixel that is set (or clear), or the end. */
  private next(begin: number, end: number, isSet: boolean): number {
    if (begin >= end) return end
    const flip = isSet ? 0 : ~0
    let word = begin >> 5
    let bits = (this.words[word]! ^ flip) & (~0 << (begin & 31))
    const last = (end - 1) >> 5
    while (bits === 0 && word < last) bits = this.words[++word]! ^ flip
    return bits === 0 ? end : Math.min(end, (word << 5) + (31 - Math.clz32(bits & -bits)))
  }
}
