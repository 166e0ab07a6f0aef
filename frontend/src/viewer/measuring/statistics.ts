/** What the pixels under a closed shape say: those whose centre lies inside, as the server counts them. */
import type { ImageSize } from '../coordinates'
import { outline, type Geometry } from '../geometry'
import type { PixelGrid } from './pixels'

export interface Statistics {
  readonly mean: number
  /** Of these pixels themselves: divided by their number. */
  readonly sd: number
  readonly min: number
  readonly max: number
}

export interface RegionStatistics {
  readonly count: number
  /** In the values of the modality; one for grey, three for colour. */
  readonly channels: readonly Statistics[]
}

type Span = (row: number, from: number, to: number) => void

/** null where the shape holds the centre of no pixel. */
export function statisticsUnder(grid: PixelGrid, geometry: Geometry): RegionStatistics | null {
  const sums = Array.from({ length: grid.components }, () => new Summary())
  const { components, values, columns } = grid
  eachSpan(geometry, grid, (row, from, to) => {
    for (let channel = 0; channel < components; channel++) {
      const sum = sums[channel]!
      const end = (row * columns + to) * components
      for (let i = (row * columns + from) * components + channel; i < end; i += components)
        sum.add(values[i]!)
    }
  })
  const { count } = sums[0]!
  return count ? { count, channels: sums.map((sum) => sum.scaled(grid.slope, grid.intercept)) } : null
}

/** Around the first value, so that large values with a small spread lose nothing. */
class Summary {
  count = 0
  private base = 0
  private sum = 0
  private squares = 0
  private min = Infinity
  private max = -Infinity

  add(value: number): void {
    if (this.count === 0) this.base = value
    this.count++
    const off = value - this.base
    this.sum += off
    this.squares += off * off
    if (value < this.min) this.min = value
    if (value > this.max) this.max = value
  }

  scaled(slope: number, intercept: number): Statistics {
    const off = this.sum / this.count
    const ends = [this.min * slope + intercept, this.max * slope + intercept]
    return {
      mean: (this.base + off) * slope + intercept,
      sd: Math.sqrt(Math.max(0, this.squares / this.count - off * off)) * Math.abs(slope),
      min: Math.min(...ends),
      max: Math.max(...ends),
    }
  }
}

/** Row by row, the pixels from one column up to another whose centres lie inside. */
function eachSpan(geometry: Geometry, size: ImageSize, span: Span): void {
  if (geometry.kind === 'ellipse') eachSpanOfEllipse(geometry, size, span)
  else eachSpanOfPolygon(outline(geometry), size, span)
}

interface Frame {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

function eachSpanOfEllipse({ x, y, width, height }: Frame, { columns, rows }: ImageSize, span: Span): void {
  const [a, b, middleX, middleY] = [width / 2, height / 2, x + width / 2, y + height / 2]
  const isInside = (column: number, row: number) =>
    ((column + 0.5 - middleX) / a) ** 2 + ((row + 0.5 - middleY) / b) ** 2 < 1
  const last = Math.min(rows, Math.ceil(y + height))
  for (let row = Math.max(0, Math.floor(y)); row < last; row++) {
    let from = Math.max(0, Math.floor(x))
    let to = Math.min(columns, Math.ceil(x + width))
    while (from < to && !isInside(from, row)) from++
    while (to > from && !isInside(to - 1, row)) to--
    if (to > from) span(row, from, to)
  }
}

/** Even-odd; an edge crosses the rows from its upper end up to, and without, its lower end. */
function eachSpanOfPolygon(
  points: readonly { x: number; y: number }[],
  { columns, rows }: ImageSize,
  span: Span,
): void {
  const crossings = new Map<number, number[]>()
  points.forEach((start, i) => {
    const end = points[(i + 1) % points.length]!
    const [low, high] = start.y > end.y ? [end, start] : [start, end]
    const last = Math.min(rows, Math.ceil(high.y - 0.5))
    for (let row = Math.max(0, Math.ceil(low.y - 0.5)); row < last; row++) {
      const x = low.x - 0.5 + ((row - (low.y - 0.5)) / (high.y - low.y)) * (high.x - low.x)
      const column = Math.min(columns, Math.max(0, Math.ceil(x)))
      const ofRow = crossings.get(row)
      if (ofRow) ofRow.push(column)
      else crossings.set(row, [column])
    }
  })
  for (const [row, found] of crossings) {
    found.sort((a, b) => a - b)
    for (let i = 0; i + 1 < found.length; i += 2) {
      if (found[i + 1]! > found[i]!) span(row, found[i]!, found[i + 1]!)
    }
  }
}
