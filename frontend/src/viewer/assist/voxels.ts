/** Between the masks of the algorithms and those of a reading. */
import type { ImageSize } from '../coordinates'
import type { Place } from '../shapes'
import { runsOf, type Runs } from '../masks/runs'
import { emptyMask, type Mask } from './raster'
import type { Grid } from './sight'

/** What a proposal marks on one picture. */
export interface Marked {
  readonly place: Place
  readonly runs: Runs
}

/** Every image pixel whose centre lies on a marked pixel of the grid. */
export const runsFrom = (mask: Mask, grid: Grid, size: ImageSize): Runs => runsOf(stretches(mask, grid, size))

function* stretches({ cells }: Mask, grid: Grid, { columns, rows }: ImageSize) {
  for (let y = 0; y < rows; y++) {
    const row = Math.floor((y + 0.5 - grid.top) / grid.down)
    if (row < 0 || row >= grid.rows) continue
    let begin = -1
    for (let x = 0; x <= columns; x++) {
      const column = Math.floor((x + 0.5 - grid.left) / grid.across)
      const isIn = x < columns && column >= 0 && column < grid.columns && cells[row * grid.columns + column]
      if (isIn && begin < 0) begin = x
      if (isIn || begin < 0) continue
      yield [y * columns + begin, y * columns + x] as const
      begin = -1
    }
  }
}

export function maskFrom(runs: Runs, { columns, rows }: ImageSize): Mask {
  const mask = emptyMask(columns, rows)
  for (let i = 0; i + 1 < runs.length; i += 2) mask.cells.fill(1, runs[i], runs[i + 1])
  return mask
}
