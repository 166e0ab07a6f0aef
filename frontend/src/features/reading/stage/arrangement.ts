/** How the stage is divided, what each cell shows, and which one has the tools and the keys. */
import type { Place } from '@/viewer/shapes'

export const LAYOUTS = ['1x1', '1x2', '2x2'] as const
export type Layout = (typeof LAYOUTS)[number]

export interface Cell {
  /** A sample's image or a prior; null while nothing is shown. */
  readonly imageId: string | null
  /** Where in it to begin. */
  readonly startAt: Place | null
}

export interface Arrangement {
  readonly layout: Layout
  readonly cells: readonly Cell[]
  readonly active: number
}

export const CELLS: Record<Layout, number> = { '1x1': 1, '1x2': 2, '2x2': 4 }

const EMPTY: Cell = { imageId: null, startAt: null }

const showing = (imageId: string | null = null): Cell =>
  imageId === null ? EMPTY : { imageId, startAt: null }

/** The images one after the other; a cell too many stays empty. */
export function arranged(layout: Layout, imageIds: readonly (string | null)[]): Arrangement {
  const cells = Array.from({ length: CELLS[layout] }, (_, i) => showing(imageIds[i]))
  return { layout, cells, active: 0 }
}

export function activated(now: Arrangement, cell: number): Arrangement {
  return cell === now.active || !now.cells[cell] ? now : { ...now, active: cell }
}

/** Show an image in a cell, which becomes the active one. */
export function shownIn(now: Arrangement, cell: number, imageId: string, startAt: Place | null): Arrangement {
  if (!now.cells[cell]) return now
  return { ...now, active: cell, cells: now.cells.with(cell, { imageId, startAt }) }
}

export const cellOf = ({ cells, active }: Arrangement, imageId: string): number =>
  cells[active]?.imageId === imageId ? active : cells.findIndex((cell) => cell.imageId === imageId)

/** Divide anew. What is in hand stays in sight; new cells get the images that are not shown yet. */
export function divided(now: Arrangement, layout: Layout, imageIds: readonly string[]): Arrangement {
  const count = CELLS[layout]
  const isInSight = now.active < count
  const kept = isInSight
    ? now.cells.slice(0, count)
    : [now.cells[now.active]!, ...now.cells.slice(0, count - 1)]
  const shown = new Set(kept.map(({ imageId }) => imageId))
  const waiting = imageIds.filter((id) => !shown.has(id))
  const filled = kept.map((cell) => (cell.imageId === null ? showing(waiting.shift()) : cell))
  const added = Array.from({ length: count - filled.length }, () => showing(waiting.shift()))
  return { layout, cells: [...filled, ...added], active: isInSight ? now.active : 0 }
}
