/** What a brush covers. A pixel is under it when its centre is. */
import type { ImagePoint, ImageSize } from '../coordinates'
import type { PixelBox, Raster } from './raster'

/** Which pixels may be painted, where not all of them. */
export type May = (pixel: number) => boolean

export interface Brush {
  /** Across, in image pixels. */
  readonly diameter: number
  readonly isEraser: boolean
  readonly may: May | null
}

interface Span {
  readonly low: number
  readonly high: number
}

/** Paint along a line; gives back the part of the picture that may have changed. */
export function paintLine(raster: Raster, from: ImagePoint, to: ImagePoint, brush: Brush): PixelBox | null {
  // So small a brush would slip between the centres.
  if (brush.diameter < 2) return paintThin(raster, from, to, brush)
  const radius = brush.diameter / 2
  const box = boxAround(from, to, radius, raster.size)
  if (!box) return null
  for (let row = box.top; row < box.bottom; row += 1) {
    const span = spanAt(row + 0.5, from, to, radius)
    if (!span) continue
    const begin = Math.max(box.left, Math.ceil(span.low - 0.5))
    const end = Math.min(box.right, Math.floor(span.high - 0.5) + 1)
    paintRow(raster, row, begin, end, brush)
  }
  return box
}

function paintThin(raster: Raster, from: ImagePoint, to: ImagePoint, brush: Brush): PixelBox | null {
  const { columns, rows } = raster.size
  const steps = Math.max(1, Math.ceil(2 * Math.hypot(to.x - from.x, to.y - from.y)))
  for (let step = 0; step <= steps; step += 1) {
    const column = Math.floor(from.x + ((to.x - from.x) * step) / steps)
    const row = Math.floor(from.y + ((to.y - from.y) * step) / steps)
    const isInside = column >= 0 && column < columns && row >= 0 && row < rows
    if (isInside) paintRow(raster, row, column, column + 1, brush)
  }
  return boxAround(from, to, 1, raster.size)
}

function paintRow(raster: Raster, row: number, begin: number, end: number, { may, isEraser }: Brush): void {
  const start = row * raster.size.columns
  if (!may) return raster.put(start + begin, start + end, !isEraser)
  for (let pixel = start + begin; pixel < start + end; pixel += 1) {
    if (may(pixel)) raster.put(pixel, pixel + 1, !isEraser)
  }
}

function boxAround(
  a: ImagePoint,
  b: ImagePoint,
  reach: number,
  { columns, rows }: ImageSize,
): PixelBox | null {
  const box = {
    left: Math.max(0, Math.floor(Math.min(a.x, b.x) - reach)),
    top: Math.max(0, Math.floor(Math.min(a.y, b.y) - reach)),
    right: Math.min(columns, Math.ceil(Math.max(a.x, b.x) + reach)),
    bottom: Math.min(rows, Math.ceil(Math.max(a.y, b.y) + reach)),
  }
  return box.right > box.left && box.bottom > box.top ? box : null
}

/** What a disc drawn along a line covers at a height: it is convex, so that is one stretch. */
function spanAt(y: number, from: ImagePoint, to: ImagePoint, radius: number): Span | null {
  const spans = [chord(y, from, radius), chord(y, to, radius), between(y, from, to, radius)].filter(
    (span) => span !== null,
  )
  if (!spans.length) return null
  return { low: Math.min(...spans.map(({ low }) => low)), high: Math.max(...spans.map(({ high }) => high)) }
}

function chord(y: number, centre: ImagePoint, radius: number): Span | null {
  const half = Math.sqrt(radius ** 2 - (y - centre.y) ** 2)
  return Number.isNaN(half) ? null : { low: centre.x - half, high: centre.x + half }
}

/** The rectangle between the two ends. */
function between(y: number, from: ImagePoint, to: ImagePoint, radius: number): Span | null {
  const length = Math.hypot(to.x - from.x, to.y - from.y)
  if (length === 0) return null
  const [nx, ny] = [(-(to.y - from.y) / length) * radius, ((to.x - from.x) / length) * radius]
  const corners = [
    { x: from.x + nx, y: from.y + ny },
    { x: to.x + nx, y: to.y + ny },
    { x: to.x - nx, y: to.y - ny },
    { x: from.x - nx, y: from.y - ny },
  ]
  const crossings = corners.flatMap((a, i) => {
    const b = corners[(i + 1) % 4]!
    if (a.y > y === b.y > y) return []
    return a.x + ((y - a.y) / (b.y - a.y)) * (b.x - a.x)
  })
  return crossings.length ? { low: Math.min(...crossings), high: Math.max(...crossings) } : null
}
