/**
 * Region growing in a series (Adams and Bischof 1994): from one voxel over its 6 neighbours, as long as their
 * values are within a range. It goes slice by slice, so that only the slices that it comes to need be there.
 */
import { emptyMask, type Mask, type Range, type Raster } from './raster'

export interface Voxel {
  readonly column: number
  readonly row: number
  readonly slice: number
}

export interface Volume {
  readonly columns: number
  readonly rows: number
  readonly slices: number
  load(this: void, slice: number): Promise<Raster>
}

export interface GrowthLimits {
  readonly range: Range
  /** Half the way it may go from the seed in each direction, in voxels. */
  readonly reach: Voxel
  /** So many voxels at most. */
  readonly budget: number
  /** The region stays on the slice of the seed. */
  readonly isFlat?: boolean
}

/** Why it stopped before it came to its own end. */
export type Leak = 'budget' | 'widening' | 'limits'

export interface Growth {
  /** By slice; where there is nothing there is no mask. */
  readonly masks: ReadonlyMap<number, Mask>
  readonly voxels: number
  readonly leak: { readonly why: Leak; readonly slice: number } | null
}

/** A slice on which it is so much wider than on the one before, and so large, is beyond a leak. */
const SUDDEN = 3
const SUDDEN_VOXELS = 400
/** Where so much of the rim lies at the limits, they and not the picture made it. */
const SHARE_AT_LIMITS = 0.1

interface Wave {
  readonly slice: number
  readonly from: number | null
  readonly starts: readonly number[]
}

interface Grown {
  readonly volume: Volume
  readonly seed: Voxel
  readonly limits: GrowthLimits
  readonly masks: Map<number, Mask>
  voxels: number
  atLimits: number
  rim: number
}

export async function grow(
  volume: Volume,
  seed: Voxel,
  limits: GrowthLimits,
  onProgress: (voxels: number, slice: number) => void = () => undefined,
): Promise<Growth> {
  const grown: Grown = { volume, seed, limits, masks: new Map(), voxels: 0, atLimits: 0, rim: 0 }
  const waves: Wave[] = [{ slice: seed.slice, from: null, starts: [seed.row * volume.columns + seed.column] }]
  for (let wave = waves.shift(); wave; wave = waves.shift()) {
    const { slice, from } = wave
    const added = flood(grown, wave, await volume.load(slice))
    onProgress(grown.voxels, slice)
    if (grown.voxels > limits.budget) return finished(grown, { why: 'budget', slice })
    if (isSudden(grown, slice, from, added.length)) {
      takeBack(grown, slice, added)
      return finished(grown, { why: 'widening', slice })
    }
    if (!limits.isFlat && added.length) waves.push(...neighbours(grown, slice, added))
  }
  const isCut = grown.atLimits > SHARE_AT_LIMITS * grown.rim
  return finished(grown, isCut ? { why: 'limits', slice: seed.slice } : null)
}

const finished = ({ masks, voxels }: Grown, leak: Growth['leak']): Growth => ({ masks, voxels, leak })

/** Over one slice; says what came to the region. */
function flood(grown: Grown, { slice, starts }: Wave, { values }: Raster): number[] {
  const { columns, rows } = grown.volume
  const { lower, upper } = grown.limits.range
  const mask = grown.masks.get(slice) ?? emptyMask(columns, rows)
  const { cells } = mask
  const takes = (p: number) => !cells[p] && values[p]! >= lower && values[p]! <= upper && isNear(grown, p)
  const added: number[] = []
  const take = (p: number) => {
    cells[p] = 1
    added.push(p)
  }
  for (const p of starts) if (takes(p)) take(p)
  for (let next = 0; next < added.length && grown.voxels + added.length <= grown.limits.budget; next++) {
    const p = added[next]!
    const x = p % columns
    const sides = [x > 0 ? p - 1 : -1, x + 1 < columns ? p + 1 : -1, p - columns, p + columns]
    for (const q of sides) {
      if (q < 0 || q >= columns * rows) continue
      if (takes(q)) take(q)
      else if (!cells[q]) countRim(grown, q, values[q]!)
    }
  }
  grown.voxels += added.length
  if (added.length) grown.masks.set(slice, mask)
  return added
}

function isNear({ volume, seed, limits }: Grown, p: number): boolean {
  const x = (p % volume.columns) - seed.column
  const y = Math.floor(p / volume.columns) - seed.row
  return Math.abs(x) <= limits.reach.column && Math.abs(y) <= limits.reach.row
}

/** A side of the region: does the picture end it there, or the limits? */
function countRim(grown: Grown, q: number, value: number): void {
  const { lower, upper } = grown.limits.range
  grown.rim += 1
  if (value >= lower && value <= upper && !isNear(grown, q)) grown.atLimits += 1
}

function isSudden({ masks }: Grown, slice: number, from: number | null, added: number): boolean {
  if (from === null || added < SUDDEN_VOXELS) return false
  const before = masks.get(from)!.cells.reduce((sum, cell) => sum + cell, 0)
  return added > SUDDEN * before && slice !== from
}

function takeBack(grown: Grown, slice: number, added: readonly number[]): void {
  const mask = grown.masks.get(slice)!
  for (const p of added) mask.cells[p] = 0
  grown.voxels -= added.length
  if (!mask.cells.includes(1)) grown.masks.delete(slice)
}

/** The same places on the slices beside it. */
function neighbours({ volume, seed, limits }: Grown, slice: number, starts: readonly number[]): Wave[] {
  return [slice - 1, slice + 1]
    .filter((next) => next >= 0 && next < volume.slices)
    .filter((next) => Math.abs(next - seed.slice) <= limits.reach.slice)
    .map((next) => ({ slice: next, from: slice, starts }))
}

/** How far from its mean a voxel may be: so many standard deviations of what surrounds the seed (ITK's 2.5). */
const DEVIATIONS = 2.5
const AROUND = 2

/** The range around a clicked value: what its neighbours vary by, but no less than what is given. */
export function rangeAround(raster: Raster, column: number, row: number, least: number): Range {
  const values: number[] = []
  for (let y = Math.max(0, row - AROUND); y <= Math.min(raster.rows - 1, row + AROUND); y++)
    for (let x = Math.max(0, column - AROUND); x <= Math.min(raster.columns - 1, column + AROUND); x++)
      values.push(raster.values[y * raster.columns + x]!)
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length
  const tolerance = Math.max(least, DEVIATIONS * Math.sqrt(variance))
  return { lower: mean - tolerance, upper: mean + tolerance }
}
