/** Which regions of the sample lie over the picture. At first none: what others saw must not lead the reader. */
import { useQueries, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Region } from '@/api/types'
import { tableau20 } from '@/lib/palette'
import type { Overlay } from '@/viewer/region-layer'
import type { View } from '@/viewer/view'
import { outlineQuery, regionsQuery } from './model/regions'

export interface ShownRegion {
  readonly region: Region
  readonly color: string
  readonly isShown: boolean
  /** Its outline on this picture could not be had. */
  readonly hasFailed: boolean
}

export interface Regions {
  readonly regions: readonly ShownRegion[]
  readonly overlays: readonly Overlay[]
  toggle(this: void, id: string): void
}

export function useRegions(sampleId: string, view: View | null): Regions {
  const [shown, setShown] = useState<readonly string[]>([])
  const { data } = useQuery(regionsQuery(sampleId))
  const chosen = (data ?? []).filter(({ id }) => shown.includes(id))
  const place = view?.frame.sopInstanceUid
    ? { sopInstanceUid: view.frame.sopInstanceUid, frame: view.frame.frame }
    : null
  const outlines = useQueries({
    queries: place ? chosen.map((region) => outlineQuery(region, place)) : [],
    combine: (results) => results.map(({ data: contours, isError }) => ({ contours, isError })),
  })
  const colorOf = (id: string) =>
    tableau20[(data ?? []).findIndex((region) => region.id === id) % tableau20.length]!
  const outlineOf = (id: string) => outlines[chosen.findIndex((region) => region.id === id)]
  return {
    regions: (data ?? []).map((region) => ({
      region,
      color: colorOf(region.id),
      isShown: shown.includes(region.id),
      hasFailed: outlineOf(region.id)?.isError ?? false,
    })),
    overlays: chosen.flatMap(({ id, name }): Overlay[] => {
      const contours = outlineOf(id)?.contours
      return place && contours?.length ? [{ id, name, color: colorOf(id), contours, ...place }] : []
    }),
    toggle: (id) => setShown((now) => (now.includes(id) ? now.filter((each) => each !== id) : [...now, id])),
  }
}
