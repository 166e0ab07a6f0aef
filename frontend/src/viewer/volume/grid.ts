/**
 * Whether the pictures of a stack are a volume: parallel slices of one grid at even distances. What is not is
 * refused with its reason; the limits are those of the server (`backend/imaging/volume.py`).
 */
import type { ImageSize } from '../coordinates'
import type { ImageStack, StackFrame } from '../sources'
import { along, cross, dot, length, minus, type Triple } from '../vectors'

/** A regular grid of voxels; the third axis goes through the slices. */
export interface VolumeGrid {
  /** Centre of the first voxel. */
  readonly origin: Triple
  /** Unit directions in which column, row and slice grow. */
  readonly axes: readonly [Triple, Triple, Triple]
  readonly spacingMm: Triple
  readonly counts: Triple
  readonly frameOfReferenceUid: string
  /** The slices in the direction of the third axis. */
  readonly frames: readonly StackFrame[]
}

/** What keeps a stack from being a volume. */
export type Refusal =
  | 'too few slices'
  | 'no frame of reference'
  | 'colour'
  | 'obstacle'
  | 'missing positions'
  | 'mixed sizes'
  | 'mixed spacing'
  | 'mixed orientation'
  | 'repeated positions'
  | 'uneven spacing'
  | 'leaning slices'
  | 'too large'

export class NoVolume extends Error {
  constructor(readonly refusal: Refusal) {
    super(refusal)
  }
}

/** What the graphics and the memory of the page allow. */
export interface VolumeLimits {
  readonly maxSide: number
  readonly maxVoxels: number
}

const FEWEST = 3
const ORIENTATION_TOLERANCE = 1e-3
const SPACING_TOLERANCE = 1e-4
const DISTANCE_TOLERANCE = 0.01
const LEANING_TOLERANCE = 0.1

type Placed = StackFrame & { readonly plane: NonNullable<StackFrame['plane']>; readonly size: ImageSize }

/** Throws NoVolume. */
export function gridOf(stack: ImageStack, limits: VolumeLimits): VolumeGrid {
  const frames = placed(stack.frames)
  const [first] = frames
  const frameOfReferenceUid = first.frameOfReferenceUid
  if (!frameOfReferenceUid) throw new NoVolume('no frame of reference')
  refuseMixture(frames, first)
  const { columnDirection, rowDirection, columnSpacing, rowSpacing } = first.plane
  const normal = cross(columnDirection, rowDirection)
  const sorted = [...frames].sort((a, b) => dot(minus(a.plane.origin, b.plane.origin), normal))
  const distance = evenDistance(sorted, normal)
  refuseLeaning(sorted, normal)
  const counts: Triple = [first.size.columns, first.size.rows, sorted.length]
  if (Math.max(...counts) > limits.maxSide || counts[0] * counts[1] * counts[2] > limits.maxVoxels)
    throw new NoVolume('too large')
  return {
    origin: sorted[0]!.plane.origin,
    axes: [columnDirection, rowDirection, normal],
    spacingMm: [columnSpacing, rowSpacing, distance],
    counts,
    frameOfReferenceUid,
    frames: sorted,
  }
}

function placed(frames: readonly StackFrame[]): [Placed, ...Placed[]] {
  if (frames.length < FEWEST) throw new NoVolume('too few slices')
  if (frames.some(({ obstacle }) => obstacle)) throw new NoVolume('obstacle')
  if (frames.some(({ isColour }) => isColour)) throw new NoVolume('colour')
  // Of a picture beyond the graphics fewer pixels are sent: what is measured on them would not be the original.
  if (frames.some(({ reduction }) => reduction > 1)) throw new NoVolume('too large')
  if (!frames.every((frame): frame is Placed => frame.plane !== null && frame.size !== null))
    throw new NoVolume('missing positions')
  return frames as unknown as [Placed, ...Placed[]]
}

function refuseMixture(frames: readonly Placed[], first: Placed): void {
  for (const { plane, size, frameOfReferenceUid } of frames) {
    if (frameOfReferenceUid !== first.frameOfReferenceUid) throw new NoVolume('no frame of reference')
    if (size.columns !== first.size.columns || size.rows !== first.size.rows)
      throw new NoVolume('mixed sizes')
    const isTurned =
      differs(plane.columnDirection, first.plane.columnDirection) ||
      differs(plane.rowDirection, first.plane.rowDirection)
    if (isTurned) throw new NoVolume('mixed orientation')
    const isScaled =
      !isNear(plane.columnSpacing, first.plane.columnSpacing) ||
      !isNear(plane.rowSpacing, first.plane.rowSpacing)
    if (isScaled) throw new NoVolume('mixed spacing')
  }
}

const differs = (a: Triple, b: Triple): boolean =>
  minus(a, b).some((part) => Math.abs(part) > ORIENTATION_TOLERANCE)

const isNear = (a: number, b: number): boolean => Math.abs(a - b) <= SPACING_TOLERANCE * Math.abs(b)

function evenDistance(sorted: readonly Placed[], normal: Triple): number {
  const steps = sorted
    .slice(1)
    .map((slice, i) => dot(minus(slice.plane.origin, sorted[i]!.plane.origin), normal))
  const typical = [...steps].sort((a, b) => a - b)[Math.floor(steps.length / 2)]!
  if (steps.some((step) => step < DISTANCE_TOLERANCE * Math.max(typical, DISTANCE_TOLERANCE)))
    throw new NoVolume('repeated positions')
  if (steps.some((step) => Math.abs(step - typical) > DISTANCE_TOLERANCE * typical))
    throw new NoVolume('uneven spacing')
  return steps.reduce((sum, step) => sum + step, 0) / steps.length
}

/** Slices that shift aside as they go on (a tilted gantry) are no grid of right angles. */
function refuseLeaning(sorted: readonly Placed[], normal: Triple): void {
  const { origin, columnSpacing, rowSpacing } = sorted[0]!.plane
  const most = Math.max(LEANING_TOLERANCE * Math.min(columnSpacing, rowSpacing), 1e-3)
  const isLeaning = sorted.some(({ plane }) => {
    const from = minus(plane.origin, origin)
    return length(along(from, normal, -dot(from, normal))) > most
  })
  if (isLeaning) throw new NoVolume('leaning slices')
}

/** The eight outer corners of the voxels. */
export function cornersOf({ origin, axes, spacingMm, counts }: VolumeGrid): Triple[] {
  const ends = axes.map((_, i) => [-0.5 * spacingMm[i]!, (counts[i]! - 0.5) * spacingMm[i]!] as const)
  return [0, 1, 2, 3, 4, 5, 6, 7].map((corner) =>
    axes.reduce<Triple>((at, axis, i) => along(at, axis, ends[i]![(corner >> i) & 1]!), origin),
  )
}

/** The middle of the grid. */
export const centreOf = ({ origin, axes, spacingMm, counts }: VolumeGrid): Triple =>
  axes.reduce<Triple>((at, axis, i) => along(at, axis, ((counts[i]! - 1) / 2) * spacingMm[i]!), origin)
