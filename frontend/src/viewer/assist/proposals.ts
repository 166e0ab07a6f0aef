/** What the reader asks of assistance, and what comes of it: outlines on pictures, for the reader to take or leave. */
import type { ImagePoint } from '../coordinates'
import type { Place } from '../shapes'
import type { Runs } from '../masks/runs'
import type { StackFrame } from '../sources'
import type { View } from '../view'
import type { Assistant } from './assistant'
import { contourOf, filled, pieces, rasterized } from './outline'
import type { Stop } from './propagation'
import type { Mask, Raster } from './raster'
import { rangeAround, type GrowthLimits, type Leak, type Voxel } from './region-growing'
import { maskFrom, runsFrom, type Marked } from './voxels'
import { about, fromGrid, rangeSeen, toGrid, wholeOf, type Grid } from './sight'

export interface Outline {
  readonly place: Place
  readonly points: readonly ImagePoint[]
  /** What is left out within it, where a mask is shown. */
  readonly holes?: readonly (readonly ImagePoint[])[]
}

/** What the reader should know of a proposal. */
export type Remark =
  | { readonly what: Leak; readonly slice: number }
  | { readonly what: 'stopped'; readonly stops: readonly { readonly why: Stop; readonly slice: number }[] }

export interface Found {
  readonly outlines: readonly Outline[]
  /** Its voxels, where it is a mask that the outlines only show. */
  readonly marked?: readonly Marked[]
  readonly remark: Remark | null
}

export interface Desk {
  readonly assistant: Pick<Assistant, 'ask'>
  readonly load: (frame: StackFrame) => Promise<Raster>
  readonly onProgress: (slice: number) => void
}

/** A box of so many pixels each way is solved in a fraction of a second. */
const BOX = 256

const placeOf = ({ sopInstanceUid, frame }: StackFrame): Place => ({ sopInstanceUid, frame })

/** The object inside a line that was drawn around it. */
export async function findObject(desk: Desk, view: View, line: readonly ImagePoint[]): Promise<Found> {
  const sight = about(view, await desk.load(view.frame), line, BOX)
  const region = rasterized(
    line.map((p) => toGrid(sight, p)),
    sight.columns,
    sight.rows,
  )
  const mask = await desk.assistant.ask({ kind: 'object', raster: sight.raster(), region })
  const points = contourOf(mask).map((p) => fromGrid(sight, p))
  return { outlines: points.length ? [{ place: view.place, points }] : [], remark: null }
}

/** How far a region grows from where it was clicked: as far as a large organ goes. */
const REACH_MM = 150
const BUDGET = 4_000_000
/** Of what is seen from black to white, so much is the same at least. */
const LEAST_TOLERANCE = 0.03

export async function growFrom(
  desk: Desk,
  view: View,
  at: ImagePoint,
  tolerance: number | null,
): Promise<Found> {
  const raster = await desk.load(view.frame)
  const { columns, rows } = raster
  const grid = wholeOf(view, raster)
  const { x, y } = toGrid(grid, at)
  const seed: Voxel = { column: Math.floor(x), row: Math.floor(y), slice: view.index }
  const range = rangeFor(view, raster, seed, tolerance)
  const limits: GrowthLimits = { range, budget: BUDGET, ...reachOf(view, grid) }
  const { frames } = view.stack
  const { masks, leak } = await desk.assistant.ask(
    { kind: 'grow', columns, rows, slices: frames.length, seed, limits },
    (slice) => desk.load(frames[slice]!),
    desk.onProgress,
  )
  const outlines = [...masks].flatMap(([slice, mask]) =>
    piecesOf(mask).map((piece) => {
      const [points = [], ...holes] = contoursOf(piece).map((line) => line.map((p) => fromGrid(grid, p)))
      return { place: placeOf(frames[slice]!), points, holes }
    }),
  )
  const marked = [...masks].map(([slice, mask]) => ({
    place: placeOf(frames[slice]!),
    runs: runsFrom(mask, grid, view.size),
  }))
  return { outlines, marked, remark: leak && { what: leak.why, slice: leak.slice } }
}

/** Around the value that was clicked: as much as the reader says, else as much as its neighbours vary. */
function rangeFor(view: View, raster: Raster, { column, row }: Voxel, tolerance: number | null) {
  const seen = rangeSeen(view)
  const least = seen ? LEAST_TOLERANCE * (seen.upper - seen.lower) : 255 * LEAST_TOLERANCE
  if (tolerance === null) return rangeAround(raster, column, row, least)
  const value = raster.values[row * raster.columns + column]!
  return { lower: value - tolerance, upper: value + tolerance }
}

/** In voxels; where nothing says how far the pictures are apart, the region stays on its own. */
function reachOf({ stack, calibration }: View, { columns, rows, across, down }: Grid) {
  const gap = gapOf(stack.frames)
  const reach: Voxel = {
    column: calibration ? REACH_MM / (calibration.columnMm * across) : columns,
    row: calibration ? REACH_MM / (calibration.rowMm * down) : rows,
    slice: gap ? REACH_MM / gap : 0,
  }
  return { reach, isFlat: gap === null }
}

/** Millimetres from one picture to the next. */
function gapOf([first, second]: readonly StackFrame[]): number | null {
  const [a, b] = [first?.positionMm ?? null, second?.positionMm ?? null]
  return a === null || b === null || a === b ? null : Math.abs(a - b)
}

/** What is smaller than this, and how many pieces there are beside, nobody would draw. */
const SMALLEST = 4
const MOST_PIECES = 5

/** The contour of a piece, and after it those of its holes. */
function contoursOf(piece: Mask): ImagePoint[][] {
  const whole = filled(piece)
  const inside = { ...piece, cells: whole.cells.map((cell, i) => cell ^ piece.cells[i]!) }
  return [whole, ...piecesOf(inside)].map(contourOf)
}

/** The largest pieces of a mask that hang together. */
function piecesOf(mask: Mask): Mask[] {
  const { labels, sizes } = pieces(mask)
  return sizes
    .map((size, i) => ({ size, label: i + 1 }))
    .filter(({ size }) => size >= SMALLEST)
    .sort((a, b) => b.size - a.size)
    .slice(0, MOST_PIECES)
    .map(({ label }) => ({ ...mask, cells: Uint8Array.from(labels, (each) => Number(each === label)) }))
}

/** So many pictures to each side at most. */
const MOST_CARRIED = 50

/** A contour on the pictures beside. */
export async function carryOn(desk: Desk, view: View, contour: readonly ImagePoint[]): Promise<Found> {
  const grid = wholeOf(view, await desk.load(view.frame))
  const { frames } = view.stack
  const { contours, stops } = await desk.assistant.ask(
    {
      kind: 'carry',
      slices: frames.length,
      from: view.index,
      contour: contour.map((p) => toGrid(grid, p)),
      most: MOST_CARRIED,
    },
    (slice) => desk.load(frames[slice]!),
    desk.onProgress,
  )
  const outlines = [...contours].map(([slice, points]) => ({
    place: placeOf(frames[slice]!),
    points: points.map((p) => fromGrid(grid, p)),
  }))
  return { outlines, remark: { what: 'stopped', stops } }
}

/** A mask on the pictures beside, by the contour of its largest piece on this one. */
export async function carryMask(desk: Desk, view: View, runs: Runs): Promise<Found> {
  const { size } = view
  const found = await carryOn(desk, view, contourOf(maskFrom(runs, size)))
  const whole = { ...size, left: 0, top: 0, across: 1, down: 1 }
  const marked = found.outlines.map(({ place, points }) => ({
    place,
    runs: runsFrom(rasterized(points, size.columns, size.rows), whole, size),
  }))
  return { ...found, marked }
}
