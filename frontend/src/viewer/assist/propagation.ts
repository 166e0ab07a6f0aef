/**
 * A contour on the next slice: along the normal at each of its points the grey values are looked up again on the
 * other slice (the search of active shape models: Cootes, Taylor, Cooper and Graham 1995), and the shifts are chosen
 * for the whole contour at once, by dynamic programming, so that neighbours move alike (Amini, Weymouth and Jain
 * 1990). It stops where what is there does not look like what was there.
 */
import type { ImagePoint } from '../coordinates'
import { area, distance } from '../geometry'
import { blurred } from './filters'
import { simplified } from './outline'
import type { Raster } from './raster'

/** How far the profiles reach to each side of the contour, and how far they are looked for, in pixels. */
const PROFILE = 4
const SEARCH = 5
const SMOOTHING = 1
const SPACING = 2
const [FEWEST, MOST] = [16, 400]
/** What it costs that neighbours move by different ways, beside an unlikeness of up to 2. */
const STIFFNESS = 0.08
/** A profile that is found again is correlated like this at least. */
const ALIKE = 0.7
/** So many points may be lost. */
const SHARE_LOST = 0.3
/** From one slice to the next, a region of the same thing keeps this much of its area, or comes to no more. */
const LEAST_KEPT = 0.45
const SMALLEST = 9
const TOLERANCE = 0.3

export type Stop = 'unlike' | 'shrunk' | 'grown' | 'end'

export interface Propagated {
  readonly contours: ReadonlyMap<number, readonly ImagePoint[]>
  /** Why it went no further towards the first and the last slice, and on which slice. */
  readonly stops: readonly { readonly why: Stop; readonly slice: number }[]
}

export interface Slices {
  readonly count: number
  load(this: void, slice: number): Promise<Raster>
}

/** To both sides of a slice, so many slices at most. */
export async function propagate(
  slices: Slices,
  from: number,
  contour: readonly ImagePoint[],
  most: number,
  onProgress: (slice: number) => void = () => undefined,
): Promise<Propagated> {
  const contours = new Map<number, readonly ImagePoint[]>()
  const stops: { why: Stop; slice: number }[] = []
  for (const way of [-1, 1]) {
    let present = contour
    let here = blurred(await slices.load(from), SMOOTHING)
    let why: Stop = 'end'
    let slice = from + way
    for (; slice >= 0 && slice < slices.count && Math.abs(slice - from) <= most; slice += way) {
      const there = blurred(await slices.load(slice), SMOOTHING)
      const next = carried(here, there, present)
      if (typeof next === 'string') {
        why = next
        break
      }
      contours.set(slice, simplified(next, TOLERANCE))
      onProgress(slice)
      present = next
      here = there
    }
    stops.push({ why, slice })
  }
  return { contours, stops }
}

/** The contour on the other slice, or why there is none. Both slices are smoothed. */
export function carried(
  here: Raster,
  there: Raster,
  contour: readonly ImagePoint[],
): ImagePoint[] | Exclude<Stop, 'end'> {
  const points = resampled(contour)
  const normals = normalsOf(points)
  const likeness = points.map((p, i) => likenesses(here, there, p, normals[i]!))
  const shifts = chosenShifts(likeness)
  const lost = shifts.filter((shift, i) => likeness[i]![shift + SEARCH]! < ALIKE).length
  if (lost > SHARE_LOST * points.length) return 'unlike'
  const moved = points.map((p, i) => along(p, normals[i]!, meanShift(shifts, i)))
  const kept = areaOf(moved) / areaOf(points)
  if (areaOf(moved) < SMALLEST || kept < LEAST_KEPT) return 'shrunk'
  return kept > 1 / LEAST_KEPT ? 'grown' : moved
}

const areaOf = (points: readonly ImagePoint[]): number => area({ kind: 'polygon', points })

const along = (p: ImagePoint, normal: ImagePoint, by: number): ImagePoint => ({
  x: p.x + by * normal.x,
  y: p.y + by * normal.y,
})

const meanShift = (shifts: readonly number[], i: number): number =>
  (shifts[(i + shifts.length - 1) % shifts.length]! + shifts[i]! + shifts[(i + 1) % shifts.length]!) / 3

/** Points at even distances along a closed line. */
export function resampled(contour: readonly ImagePoint[]): ImagePoint[] {
  const round = [...contour, contour[0]!]
  const gaps = round.slice(1).map((p, i) => distance(p, round[i]!))
  const length = gaps.reduce((sum, gap) => sum + gap, 0)
  const count = Math.min(Math.max(Math.round(length / SPACING), FEWEST), MOST)
  const points: ImagePoint[] = []
  let [side, passed] = [0, 0]
  for (let i = 0; i < count; i++) {
    const at = (length * i) / count
    while (side < gaps.length - 1 && passed + gaps[side]! < at) passed += gaps[side++]!
    const part = gaps[side]! > 0 ? (at - passed) / gaps[side]! : 0
    const [a, b] = [round[side]!, round[side + 1]!]
    points.push({ x: a.x + part * (b.x - a.x), y: a.y + part * (b.y - a.y) })
  }
  return points
}

function normalsOf(points: readonly ImagePoint[]): ImagePoint[] {
  const at = (i: number) => points[(i + points.length) % points.length]!
  return points.map((_, i) => {
    const [a, b] = [at(i - 1), at(i + 1)]
    const length = distance(a, b) || 1
    return { x: (b.y - a.y) / length, y: -(b.x - a.x) / length }
  })
}

/** For each shift from −SEARCH to SEARCH, how the profile here correlates with the one there. */
function likenesses(here: Raster, there: Raster, p: ImagePoint, normal: ImagePoint): number[] {
  const profile = profileAt(here, p, normal, PROFILE)
  const longer = profileAt(there, p, normal, PROFILE + SEARCH)
  return Array.from({ length: 2 * SEARCH + 1 }, (_, shift) =>
    likenessOf(profile, longer.slice(shift, shift + profile.length)),
  )
}

const profileAt = (raster: Raster, p: ImagePoint, normal: ImagePoint, reach: number): number[] =>
  Array.from({ length: 2 * reach + 1 }, (_, i) => valueAt(raster, along(p, normal, i - reach)))

/** Between the centres of the four nearest pixels. */
function valueAt({ columns, rows, values }: Raster, p: ImagePoint): number {
  const x = Math.min(Math.max(p.x - 0.5, 0), columns - 1)
  const y = Math.min(Math.max(p.y - 0.5, 0), rows - 1)
  const [left, top] = [Math.min(Math.floor(x), columns - 2), Math.min(Math.floor(y), rows - 2)]
  const [right, down] = [x - left, y - top]
  const at = top * columns + left
  const upper = values[at]! * (1 - right) + values[at + 1]! * right
  const lower = values[at + columns]! * (1 - right) + values[at + columns + 1]! * right
  return upper * (1 - down) + lower * down
}

/**
 * From −1 to 1: the correlation of both, less where one varies much more or less than the other or lies at other
 * values; an edge of another height is another edge.
 */
function likenessOf(a: readonly number[], b: readonly number[]): number {
  const [meanA, meanB] = [meanOf(a), meanOf(b)]
  let [ab, aa, bb] = [0, 0, 0]
  for (let i = 0; i < a.length; i++) {
    ab += (a[i]! - meanA) * (b[i]! - meanB)
    aa += (a[i]! - meanA) ** 2
    bb += (b[i]! - meanB) ** 2
  }
  const apart = a.length * (meanA - meanB) ** 2
  const whole = aa + bb + apart
  return whole > 0 ? (2 * ab) / whole : 1
}

const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length

const SHIFTS = 2 * SEARCH + 1

/** The shifts that together are likeliest and smoothest. Twice round, of which the middle is closed in itself. */
function chosenShifts(likeness: readonly (readonly number[])[]): number[] {
  const count = likeness.length
  const costs: number[][] = [likeness[0]!.map((alike) => 1 - alike)]
  const backs: number[][] = [[]]
  for (let i = 1; i < 2 * count; i++) {
    const [before, row, back]: [number[], number[], number[]] = [costs[i - 1]!, [], []]
    for (let shift = 0; shift < SHIFTS; shift++) {
      const from = cheapest(before, shift)
      back.push(from)
      row.push(before[from]! + STIFFNESS * (shift - from) ** 2 + 1 - likeness[i % count]![shift]!)
    }
    costs.push(row)
    backs.push(back)
  }
  const last = costs.at(-1)!
  let shift = last.indexOf(Math.min(...last))
  const shifts = new Array<number>(2 * count)
  for (let i = 2 * count - 1; i >= 0; shift = backs[i]?.[shift] ?? shift, i--) shifts[i] = shift - SEARCH
  const start = Math.floor(count / 2)
  return Array.from({ length: count }, (_, i) => shifts[i < start ? i + count : i]!)
}

function cheapest(costs: readonly number[], shift: number): number {
  let best = shift
  for (let from = 0; from < SHIFTS; from++) {
    const price = costs[from]! + STIFFNESS * (from - shift) ** 2
    if (price < costs[best]! + STIFFNESS * (best - shift) ** 2) best = from
  }
  return best
}
