/** The region of like values around a pixel. */
import { pixelsOf } from './raster'
import { runsOf, type Runs } from './runs'
import type { PixelValues, ValueRange } from './values'

/** All pixels in range that hang together with a pixel by their edges; none where it is out of range itself. */
export function grown(values: PixelValues, seed: number, { low, high }: ValueRange): Runs {
  const { columns, rows } = values.size
  const seen = new Uint8Array(pixelsOf(values.size))
  const isFree = (pixel: number): boolean => {
    if (seen[pixel]) return false
    const value = values.at(pixel)
    return value >= low && value <= high
  }
  const waiting = isFree(seed) ? [seed] : []
  for (let pixel = waiting.pop(); pixel !== undefined; pixel = waiting.pop()) {
    if (seen[pixel]) continue
    const start = pixel - (pixel % columns)
    let [begin, end] = [pixel, pixel + 1]
    while (begin > start && isFree(begin - 1)) begin -= 1
    while (end < start + columns && isFree(end)) end += 1
    seen.fill(1, begin, end)
    if (start > 0) waiting.push(...beginnings(begin - columns, end - columns, isFree))
    if (start < columns * (rows - 1)) waiting.push(...beginnings(begin + columns, end + columns, isFree))
  }
  return runsOf(stretchesOf(seen))
}

/** A pixel of each free stretch. */
function beginnings(begin: number, end: number, isFree: (pixel: number) => boolean): number[] {
  const found: number[] = []
  let was = false
  for (let pixel = begin; pixel < end; pixel += 1) {
    const is = isFree(pixel)
    if (is && !was) found.push(pixel)
    was = is
  }
  return found
}

export function* stretchesOf(bytes: Uint8Array): Generator<readonly [begin: number, end: number]> {
  let begin = bytes.indexOf(1)
  while (begin >= 0) {
    const clear = bytes.indexOf(0, begin)
    const end = clear < 0 ? bytes.length : clear
    yield [begin, end]
    begin = bytes.indexOf(1, end)
  }
}
