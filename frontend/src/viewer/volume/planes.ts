/** The planes through a volume that are looked at: where they lie, how they are turned, and which there are. */
import type { ImagePlane, ImageSize } from '../coordinates'
import { along, cross, dot, minus, scaled, type Triple } from '../vectors'
import { cornersOf, type VolumeGrid } from './grid'

export const ORIENTATIONS = ['axial', 'coronal', 'sagittal'] as const
export type Orientation = (typeof ORIENTATIONS)[number]

/** Planes along the axes of the patient, or along those of the series, which may lie oblique. */
export type Alignment = 'patient' | 'series'

type Axes = readonly [Triple, Triple, Triple]

const PATIENT_AXES: Axes = [
  [1, 0, 0],
  [0, 1, 0],
  [0, 0, 1],
]

/** Unit vectors to (about) the left, the back and the head of the patient. */
export function axesFor({ axes }: VolumeGrid, alignment: Alignment): Axes {
  if (alignment === 'patient') return PATIENT_AXES
  const left = nearest(axes, PATIENT_AXES[0])
  const others = axes.filter((axis) => Math.abs(dot(axis, left)) < 0.5)
  const back = nearest(others, PATIENT_AXES[1])
  return [left, back, cross(left, back)]
}

function nearest(axes: readonly Triple[], to: Triple): Triple {
  const best = axes.reduce((a, b) => (Math.abs(dot(b, to)) > Math.abs(dot(a, to)) ? b : a))
  return dot(best, to) < 0 ? scaled(best, -1) : best
}

/** Whether both alignments are the same planes. */
export const isUpright = (grid: VolumeGrid): boolean =>
  axesFor(grid, 'series').every((axis, i) => dot(axis, PATIENT_AXES[i]!) > 1 - 1e-6)

/** Of one orientation, all planes that can be looked at. */
export interface PlaneSet {
  readonly orientation: Orientation
  /** To the right and to the bottom of the picture. */
  readonly right: Triple
  readonly down: Triple
  /** Away from the reader: the way in which the planes are counted. */
  readonly away: Triple
  readonly count: number
  readonly stepMm: number
  /** Of a picture: as many points as cover the volume, so far apart as the finest voxels are. */
  readonly size: ImageSize
  readonly spacingMm: number
  /** The outer top left corner of the first plane. */
  readonly corner: Triple
}

/** Axial planes are seen from the feet, coronal from the front, sagittal from the left; up is the front or the head. */
function directions(orientation: Orientation, [left, back, head]: Axes): [right: Triple, down: Triple] {
  switch (orientation) {
    case 'axial':
      return [left, back]
    case 'coronal':
      return [left, scaled(head, -1)]
    case 'sagittal':
      return [back, scaled(head, -1)]
  }
}

export function planesOf(grid: VolumeGrid, orientation: Orientation, alignment: Alignment): PlaneSet {
  const [right, down] = directions(orientation, axesFor(grid, alignment))
  const away = cross(right, down)
  const corners = cornersOf(grid)
  const [x, y, z] = [reach(corners, right), reach(corners, down), reach(corners, away)]
  const stepMm = stepAlong(grid, away)
  const spacingMm = Math.min(...grid.spacingMm)
  const corner = [x, y, z].reduce<Triple>(
    (at, { from }, i) => along(at, [right, down, away][i]!, from),
    [0, 0, 0],
  )
  return {
    orientation,
    right,
    down,
    away,
    count: Math.max(1, Math.round(z.length / stepMm)),
    stepMm,
    size: { columns: whole(x.length / spacingMm), rows: whole(y.length / spacingMm) },
    spacingMm,
    corner,
  }
}

/** As many as it takes, whatever the last digit of a division says. */
const whole = (value: number): number => Math.max(1, Math.ceil(value - 1e-6))

function reach(corners: readonly Triple[], direction: Triple): { from: number; length: number } {
  const at = corners.map((corner) => dot(corner, direction))
  const from = Math.min(...at)
  return { from, length: Math.max(...at) - from }
}

/** The distance of neighbouring voxels along the axis that a direction follows most. */
function stepAlong({ axes, spacingMm }: VolumeGrid, direction: Triple): number {
  const follows = axes.map((axis) => Math.abs(dot(axis, direction)))
  return spacingMm[follows.indexOf(Math.max(...follows))]!
}

/** The plane of a number: through the middle of its step. */
export function planeAt(planes: PlaneSet, index: number): ImagePlane {
  const { corner, right, down, away, stepMm, spacingMm } = planes
  const onPlane = along(corner, away, (index + 0.5) * stepMm)
  return {
    origin: along(onPlane, right, spacingMm / 2, down, spacingMm / 2),
    columnDirection: right,
    rowDirection: down,
    columnSpacing: spacingMm,
    rowSpacing: spacingMm,
  }
}

/** The number of the plane nearest to a place. */
export function indexAt({ corner, away, stepMm, count }: PlaneSet, at: Triple): number {
  const index = Math.round(dot(minus(at, corner), away) / stepMm - 0.5)
  return Math.min(Math.max(index, 0), count - 1)
}

/** A place that is within the volume along each of its axes. */
export function within(grid: VolumeGrid, at: Triple): Triple {
  const from = minus(at, grid.origin)
  return grid.axes.reduce<Triple>((place, axis, i) => {
    const spacing = grid.spacingMm[i]!
    const steps = Math.min(Math.max(dot(from, axis) / spacing, -0.5), grid.counts[i]! - 0.5)
    return along(place, axis, steps * spacing)
  }, grid.origin)
}
