/** From a mask to the contour around it. */
import type { ImagePoint } from '../coordinates'
import { distanceToSegment } from '../geometry'
import { countOf, emptyMask, type Mask } from './raster'

/** The pieces of a mask that hang together by their sides: a number for each, from 1, and their sizes. */
export function pieces({ columns, rows, cells }: Mask): { labels: Int32Array; sizes: number[] } {
  const labels = new Int32Array(cells.length)
  const sizes: number[] = []
  const open: number[] = []
  for (let start = 0; start < cells.length; start++) {
    if (!cells[start] || labels[start]) continue
    const label = sizes.push(0)
    labels[start] = label
    open.push(start)
    for (let p = open.pop(); p !== undefined; p = open.pop()) {
      sizes[label - 1]! += 1
      const x = p % columns
      const sides = [x > 0 ? p - 1 : -1, x + 1 < columns ? p + 1 : -1, p - columns, p + columns]
      for (const q of sides) {
        if (q < 0 || q >= columns * rows || !cells[q] || labels[q]) continue
        labels[q] = label
        open.push(q)
      }
    }
  }
  return { labels, sizes }
}

/** The largest piece alone. */
export function largestPiece(mask: Mask): Mask {
  const { labels, sizes } = pieces(mask)
  const largest = sizes.indexOf(Math.max(...sizes)) + 1
  const result = emptyMask(mask.columns, mask.rows)
  if (largest > 0) labels.forEach((label, i) => (result.cells[i] = label === largest ? 1 : 0))
  return result
}

/** With every hole in it closed: what cannot be reached from the border belongs to it. */
export function filled(mask: Mask): Mask {
  const { columns, rows, cells } = mask
  const wide = emptyMask(columns + 2, rows + 2)
  wide.cells.fill(1)
  cells.forEach((cell, i) => {
    if (cell) wide.cells[(Math.floor(i / columns) + 1) * wide.columns + (i % columns) + 1] = 0
  })
  const { labels } = pieces(wide)
  const outside = labels[0]!
  const result = emptyMask(columns, rows)
  for (let i = 0; i < result.cells.length; i++)
    result.cells[i] =
      labels[(Math.floor(i / columns) + 1) * wide.columns + (i % columns) + 1] === outside ? 0 : 1
  return result
}

type Corner = readonly [x: number, y: number]

/**
 * The line around the largest piece of a mask, along the sides of its pixels, with the mask on the right hand;
 * holes are not told of. Empty for an empty mask.
 */
export function outlineOf(mask: Mask): ImagePoint[] {
  const { columns, cells } = largestPiece(mask)
  const start = cells.indexOf(1)
  if (start < 0) return []
  const isIn = (x: number, y: number) => x >= 0 && x < columns && y >= 0 && cells[y * columns + x] === 1
  const first: Corner = [start % columns, Math.floor(start / columns)]
  const points: ImagePoint[] = []
  // Along the upper side of the first pixel of the uppermost row, to the right.
  let [[x, y], [dx, dy]]: [Corner, Corner] = [first, [1, 0]]
  do {
    const [turnX, turnY] = turnAt(isIn, x + dx, y + dy, dx, dy)
    x += dx
    y += dy
    if (turnX !== dx || turnY !== dy) points.push({ x, y })
    dx = turnX
    dy = turnY
  } while (x !== first[0] || y !== first[1] || dx !== 1 || dy !== 0)
  return points
}

/** Where the line goes on at a corner: left if the pixel there is in the mask, else straight, else right. */
function turnAt(
  isIn: (x: number, y: number) => boolean,
  x: number,
  y: number,
  dx: number,
  dy: number,
): Corner {
  // Of the two pixels ahead of the corner, the one on the left hand and the one on the right.
  const ahead = (sideX: number, sideY: number) =>
    isIn(x + Math.min(dx + sideX, 0), y + Math.min(dy + sideY, 0))
  if (ahead(dy, -dx)) return [dy, -dx]
  return ahead(-dy, dx) ? [dx, dy] : [-dy, dx]
}

/** Smaller than this a mask is outlined pixel by pixel: half a pixel is much of it. */
const SMALL = 32
const TOLERANCE = 0.75

/** A line of few points around the largest piece of a mask, within a pixel of its sides. */
export function contourOf(mask: Mask): ImagePoint[] {
  const sides = outlineOf(mask)
  return countOf(mask) < SMALL ? sides : simplified(middles(sides), TOLERANCE)
}

/** The middle of each pixel's side: a staircase becomes the slope it stands for. */
function middles(corners: readonly ImagePoint[]): ImagePoint[] {
  return corners.flatMap((a, i) => {
    const b = corners[(i + 1) % corners.length]!
    const count = Math.abs(b.x - a.x) + Math.abs(b.y - a.y)
    const [dx, dy] = [(b.x - a.x) / count, (b.y - a.y) / count]
    return Array.from({ length: count }, (_, k) => ({ x: a.x + (k + 0.5) * dx, y: a.y + (k + 0.5) * dy }))
  })
}

/** With fewer points, off by no more than the tolerance (Ramer 1972, Douglas and Peucker 1973), as a closed line. */
export function simplified(points: readonly ImagePoint[], tolerance: number): ImagePoint[] {
  if (points.length < 4) return [...points]
  const opposite = farthest(points, 0, points.length - 1, (p) =>
    Math.hypot(p.x - points[0]!.x, p.y - points[0]!.y),
  ).index
  const isKept = points.map((_, i) => i === 0 || i === opposite)
  const round = [...points, points[0]!]
  const parts: [number, number][] = [
    [0, opposite],
    [opposite, points.length],
  ]
  for (let part = parts.pop(); part; part = parts.pop()) {
    const [from, to] = part
    const { index, gap } = farthest(round, from, to, (p) => distanceToSegment(p, round[from]!, round[to]!))
    if (gap <= tolerance) continue
    isKept[index] = true
    parts.push([from, index], [index, to])
  }
  return points.filter((_, i) => isKept[i])
}

function farthest(points: readonly ImagePoint[], from: number, to: number, off: (p: ImagePoint) => number) {
  let [index, gap] = [from, 0]
  for (let i = from + 1; i < to; i++) {
    const distance = off(points[i]!)
    if (distance > gap) [index, gap] = [i, distance]
  }
  return { index, gap }
}

/** The pixels whose centres lie inside a closed line (even-odd rule). */
export function rasterized(points: readonly ImagePoint[], columns: number, rows: number): Mask {
  const mask = emptyMask(columns, rows)
  for (let row = 0; row < rows; row++) {
    const crossings = crossingsAt(points, row + 0.5)
    for (let k = 0; k + 1 < crossings.length; k += 2) {
      const from = Math.max(0, Math.ceil(crossings[k]! - 0.5))
      const to = Math.min(columns, Math.ceil(crossings[k + 1]! - 0.5))
      if (to > from) mask.cells.fill(1, row * columns + from, row * columns + to)
    }
  }
  return mask
}

function crossingsAt(points: readonly ImagePoint[], y: number): number[] {
  return points
    .flatMap((a, i) => {
      const b = points[(i + 1) % points.length]!
      return a.y > y === b.y > y ? [] : [a.x + ((y - a.y) * (b.x - a.x)) / (b.y - a.y)]
    })
    .sort((a, b) => a - b)
}
