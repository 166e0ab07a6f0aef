/**
 * What a contour pays for a pixel: Mortensen and Barrett, "Interactive segmentation with intelligent scissors",
 * Graphical Models and Image Processing 60 (1998) 349-384, with the weights of their paper of 1995 (SIGGRAPH).
 */
import { blurred, gradientOf, laplacianOf } from './filters'
import type { Raster } from './raster'

const ZERO_CROSSING = 0.43
const DIRECTION = 0.43
const GRADIENT = 0.14

/** The paper takes whole numbers, so that a queue of buckets sorts the pixels in linear time. */
export const HIGHEST_COST = 255

const SMOOTHING = 1.5

export interface ScissorsCosts {
  readonly columns: number
  readonly rows: number
  /** Of the pixel itself, whichever way one comes: nothing on a zero crossing of the Laplacian. */
  readonly crossing: Uint8Array
  /** Of the pixel itself: little where the gradient is steep. */
  readonly flatness: Uint8Array
  /** Which way the edge runs, in parts of a turn; of a flat pixel NO_EDGE. */
  readonly edges: Uint8Array
}

/** Into how many directions a turn is divided. */
const TURN = 64
const NO_EDGE = TURN

export function scissorsCosts(raster: Raster): ScissorsCosts {
  const { columns, rows } = raster
  const smooth = blurred(raster, SMOOTHING)
  const { dx, dy, magnitude, steepest } = gradientOf(smooth)
  const edges = new Uint8Array(dx.length).fill(NO_EDGE)
  const flatness = new Uint8Array(dx.length).fill(Math.round(HIGHEST_COST * GRADIENT))
  for (let i = 0; i < dx.length; i++) {
    if (magnitude[i] === 0) continue
    flatness[i] = Math.round(HIGHEST_COST * GRADIENT * (1 - magnitude[i]! / steepest))
    // At right angles to the gradient.
    const turn = Math.atan2(-dx[i]!, dy[i]!) / (2 * Math.PI)
    edges[i] = (Math.round(turn * TURN) + TURN) % TURN
  }
  return { columns, rows, crossing: crossingCosts(smooth), flatness, edges }
}

/** Free on a zero crossing of the Laplacian: of two neighbours of different sign, the one nearer to zero. */
function crossingCosts(smooth: Raster): Uint8Array {
  const { columns, rows } = smooth
  const bend = laplacianOf(smooth)
  const costs = new Uint8Array(bend.length).fill(Math.round(HIGHEST_COST * ZERO_CROSSING))
  const meet = (a: number, b: number) => {
    if (bend[a]! * bend[b]! >= 0) return
    costs[Math.abs(bend[a]!) <= Math.abs(bend[b]!) ? a : b] = 0
  }
  for (let y = 0, i = 0; y < rows; y++)
    for (let x = 0; x < columns; x++, i++) {
      if (x + 1 < columns) meet(i, i + 1)
      if (y + 1 < rows) meet(i, i + columns)
    }
  return costs
}

/** How far a clicked point may be off the edge that was meant. */
const SNAP = 3

/** The steepest pixel around a clicked one (the cursor snap of the paper), inside the outermost pixels. */
export function snapped({ columns, rows, flatness }: ScissorsCosts, pixel: number): number {
  const [column, row] = [pixel % columns, Math.floor(pixel / columns)]
  let best = pixel
  for (let y = Math.max(1, row - SNAP); y <= Math.min(rows - 2, row + SNAP); y++)
    for (let x = Math.max(1, column - SNAP); x <= Math.min(columns - 2, column + SNAP); x++)
      if (flatness[y * columns + x]! < flatness[best]!) best = y * columns + x
  return best
}

/** How many ways lead on from a pixel; they go round in equal parts of a turn, the first to the right. */
export const WAYS = 8
const EDGES = TURN + 1

/** What going from an edge that runs one way to another costs, by `directionIndex`: cheap along both. */
export const DIRECTION_COSTS = Uint8Array.from({ length: EDGES * EDGES * WAYS }, (_, i) =>
  directionCost(Math.floor(i / WAYS / EDGES), Math.floor(i / WAYS) % EDGES, i % WAYS),
)

export const directionIndex = (edgeP: number, edgeQ: number, way: number): number =>
  (edgeP * EDGES + edgeQ) * WAYS + way

function directionCost(edgeP: number, edgeQ: number, way: number): number {
  const along = (edge: number) => (edge === NO_EDGE ? 0 : Math.cos(2 * Math.PI * (edge / TURN - way / WAYS)))
  // An edge has no sense of its own: the link is turned so that it goes along the first pixel's.
  const turned = along(edgeP) < 0 ? -1 : 1
  const angles = Math.acos(along(edgeP) * turned) + Math.acos(along(edgeQ) * turned)
  return Math.round((HIGHEST_COST * DIRECTION * 2 * angles) / (3 * Math.PI))
}
