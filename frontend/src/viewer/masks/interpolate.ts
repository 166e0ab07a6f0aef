/**
 * A shape between two others, by the distances to their edges (Raya and Udupa, IEEE Trans Med Imaging 1990;9:32–42).
 */
import type { ImageSize } from '../coordinates'
import { distances, type PixelSpacing } from './distance'
import { boxOf, type PixelBox } from './raster'
import { common, isEmpty, NONE, runsOf, type Runs } from './runs'

const SQUARE: PixelSpacing = { column: 1, row: 1 }

/**
 * The shapes that lie at parts of the way from one to the other. Where two do not overlap the one is brought over the
 * other by their middles, so that what is oblique to the slices does not vanish between them.
 */
export function between(
  from: Runs,
  to: Runs,
  size: ImageSize,
  parts: readonly number[],
  spacing: PixelSpacing = SQUARE,
): Runs[] {
  const [a, b] = [boxOf(from, size), boxOf(to, size)]
  if (!a || !b) return parts.map(() => NONE)
  if (!isEmpty(common(from, to))) return mixed(from, to, size, parts, spacing)
  const [dx, dy] = [middle(b).x - middle(a).x, middle(b).y - middle(a).y]
  return parts.flatMap((part) => {
    const [x, y] = [Math.round(dx * part), Math.round(dy * part)]
    return mixed(shifted(from, size, x, y), shifted(to, size, x - dx, y - dy), size, [part], spacing)
  })
}

const middle = ({ left, top, right, bottom }: PixelBox) => ({
  x: Math.round((left + right) / 2),
  y: Math.round((top + bottom) / 2),
})

const around = (a: PixelBox, b: PixelBox): PixelBox => ({
  left: Math.min(a.left, b.left),
  top: Math.min(a.top, b.top),
  right: Math.max(a.right, b.right),
  bottom: Math.max(a.bottom, b.bottom),
})

function mixed(
  from: Runs,
  to: Runs,
  size: ImageSize,
  parts: readonly number[],
  spacing: PixelSpacing,
): Runs[] {
  const [a, b] = [boxOf(from, size), boxOf(to, size)]
  if (!a || !b) return parts.map(() => NONE)
  const box = around(a, b)
  const near = distances(from, size.columns, box, spacing)
  const far = distances(to, size.columns, box, spacing)
  return parts.map((part) =>
    pixelsWhere((i) => near[i]! * (1 - part) + far[i]! * part < 0, box, size.columns),
  )
}

function pixelsWhere(isInside: (i: number) => boolean, box: PixelBox, columns: number): Runs {
  const width = box.right - box.left
  const stretches: [number, number][] = []
  for (let row = box.top; row < box.bottom; row += 1) {
    const [offset, start] = [(row - box.top) * width, row * columns + box.left]
    for (let i = 0; i < width; i += 1) {
      if (isInside(offset + i)) stretches.push([start + i, start + i + 1])
    }
  }
  return runsOf(stretches)
}

/** Moved by whole pixels; what leaves the picture is gone. */
export function shifted(runs: Runs, { columns, rows }: ImageSize, dx: number, dy: number): Runs {
  const stretches: [number, number][] = []
  for (let i = 0; i < runs.length; i += 2) {
    for (let at = runs[i]!; at < runs[i + 1]!;) {
      const row = Math.floor(at / columns)
      const end = Math.min(runs[i + 1]!, (row + 1) * columns)
      const to = row + dy
      const [begin, stop] = [at - row * columns + dx, end - row * columns + dx]
      if (to >= 0 && to < rows) {
        stretches.push([to * columns + Math.max(0, begin), to * columns + Math.min(columns, stop)])
      }
      at = end
    }
  }
  return runsOf(stretches)
}
