/** What is done to a whole mask at once, on the picture on the screen or on all of them: one step, whatever it touches. */
import type { ImageSize } from '@/viewer/coordinates'
import type { PixelSpacing } from '@/viewer/masks/distance'
import { between } from '@/viewer/masks/interpolate'
import { largestIsland, withHolesFilled, withoutSmallIslands } from '@/viewer/masks/islands'
import { voxelsOf } from '@/viewer/masks/packing'
import { isEmpty, type Runs } from '@/viewer/masks/runs'
import type { Place } from '@/viewer/shapes'
import { keyOf, strokeBetween, type Stroke, type Voxels } from '../model/masks'

export const MASK_ACTS = ['fill-holes', 'keep-largest', 'remove-small', 'interpolate', 'copy-next'] as const
export type MaskAct = (typeof MASK_ACTS)[number]

/** The pictures of an image that masks can lie on, in order. */
export interface Ground {
  readonly places: readonly Place[]
  /** The one on the screen. */
  readonly index: number
  readonly size: ImageSize
  readonly spacing: PixelSpacing
}

export interface ActSettings {
  /** Islands with fewer voxels go. */
  readonly fewest: number
  readonly isOnAll: boolean
}

/** What each picture has after it, where before it had this. */
function result(act: MaskAct, before: readonly Runs[], ground: Ground, { fewest }: ActSettings): Runs[] {
  const { size } = ground
  switch (act) {
    case 'fill-holes':
      return before.map((runs) => (isEmpty(runs) ? runs : withHolesFilled(runs, size)))
    case 'keep-largest':
      return largestIsland(before, size.columns)
    case 'remove-small':
      return withoutSmallIslands(before, size.columns, fewest)
    case 'interpolate':
      return interpolated(before, ground)
    case 'copy-next':
      return before.map((runs, i) => (i === ground.index + 1 ? before[ground.index]! : runs))
  }
}

/** Fills each gap between two pictures that have something. */
function interpolated(before: readonly Runs[], { size, spacing }: Ground): Runs[] {
  const after = [...before]
  const marked = before.flatMap((runs, i) => (isEmpty(runs) ? [] : [i]))
  for (const [i, from] of marked.entries()) {
    const to = marked[i + 1] ?? from
    const gap = to - from
    const parts = Array.from({ length: Math.max(0, gap - 1) }, (_, step) => (step + 1) / gap)
    const shapes = between(before[from]!, before[to]!, size, parts, spacing)
    for (const [step, shape] of shapes.entries()) after[from + 1 + step] = shape
  }
  return after
}

const goesOverAll = (act: MaskAct, { isOnAll }: ActSettings): boolean =>
  isOnAll || act === 'interpolate' || act === 'copy-next'

/** The strokes that an act comes to; none where it changes nothing. */
export function strokesOf(
  act: MaskAct,
  voxels: Voxels | undefined,
  ground: Ground,
  settings: ActSettings,
): Stroke[] {
  const places = goesOverAll(act, settings)
    ? ground.places
    : ground.places.slice(ground.index, ground.index + 1)
  const before = places.map((place) => voxelsOf(voxels?.get(keyOf(place))))
  const after = result(act, before, ground, settings)
  return places.flatMap((place, i) => strokeBetween(place, before[i]!, after[i]!) ?? [])
}
