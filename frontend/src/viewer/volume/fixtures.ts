/** Stacks and grids for the tests; each fills in what its test does not talk about. */
import type { ImageStack, StackFrame } from '../sources'
import { along, cross, type Triple } from '../vectors'
import { gridOf, type VolumeGrid } from './grid'

export interface SlicesGiven {
  readonly origin?: Triple
  readonly column?: Triple
  readonly row?: Triple
  readonly columns?: number
  readonly rows?: number
  readonly spacing?: Triple
  readonly count?: number
}

export function slices(given: SlicesGiven = {}): StackFrame[] {
  const { origin = [-10, -20, -30], column = [1, 0, 0], row = [0, 1, 0] } = given
  const { columns = 40, rows = 30, spacing = [0.5, 0.5, 2], count = 5 } = given
  const normal = cross(column, row)
  return Array.from({ length: count }, (_, i) => ({
    imageId: `slice:${i}`,
    sopInstanceUid: `1.${i}`,
    frame: 1,
    positionMm: i * spacing[2],
    size: { columns, rows },
    reduction: 1,
    dataset: null,
    calibration: { columnMm: spacing[0], rowMm: spacing[1], from: 'pixel spacing' },
    isLossy: false,
    isMonochrome1: false,
    isColour: false,
    obstacle: null,
    frameOfReferenceUid: '1.2.3',
    plane: {
      origin: along(origin, normal, i * spacing[2]),
      columnDirection: column,
      rowDirection: row,
      columnSpacing: spacing[0],
      rowSpacing: spacing[1],
    },
  }))
}

export const stackOf = (frames: readonly StackFrame[]): ImageStack => ({
  sourceId: 'series',
  description: 'Chest',
  frames,
})

export const LIMITS = { maxSide: 2048, maxVoxels: 200_000_000 }

export const grid = (given: SlicesGiven = {}): VolumeGrid => gridOf(stackOf(slices(given)), LIMITS)

/** Slices tilted about the left-right axis. */
export function tilted(degrees: number): SlicesGiven {
  const turn = (degrees * Math.PI) / 180
  return { column: [1, 0, 0], row: [0, Math.cos(turn), Math.sin(turn)] }
}
