/** What the stage shows of the sample: the images in their cells, the one in hand, and what to decode ahead. */
import { useCallback, useEffect, useMemo, useState } from 'react'
import type { Place } from '@/viewer/shapes'
import type { ImageSource } from '@/viewer/sources'
import type { ReadingSet, SampleImage } from '../model/examination'
import type { PackageItem } from '../model/server'
import { imagesOf, neighbours, sourceOf } from '../model/sources'
import { activated, cellOf, shownIn } from './arrangement'
import { Handles } from './handles'
import { linksOf } from './hanging'
import { useShowables } from './showables'
import { useArrangement } from './use-arrangement'
import { useCellViews, useLinks } from './use-links'
import { useCine } from './use-cine'

export function useStage(
  items: readonly PackageItem[],
  index: number,
  set: Pick<ReadingSet, 'id' | 'hanging'>,
) {
  const { sample } = items[index]!
  const images = useMemo(() => imagesOf(sample), [sample])
  const found = useShowables(sample.id, images, set.id)
  const { arrangement, rule, change, divide } = useArrangement(sample.id, images, found, set.hanging)
  const { cells, active } = arrangement
  const [handles] = useState(() => new Handles())
  const { links, toggleLink, tellLinked } = useLinks(
    handles,
    active,
    cells.length,
    useMemo(() => linksOf(rule), [rule]),
  )
  const { view, viewOf, tellView } = useCellViews(cells, active, tellLinked)
  const cine = useCine(handles, view)
  useEffect(() => handles.activate(active), [handles, active])

  const activate = useCallback((cell: number) => change((now) => activated(now, cell)), [change])
  const showIn = useCallback(
    (cell: number, id: string) => change((now) => shownIn(now, cell, id, null)),
    [change],
  )
  /** Where it is shown already, go there; else show it in the active cell. */
  const showImage = useCallback(
    (next: number, place: Place | null = null) => {
      const id = images[next]?.id
      if (id === undefined) return
      const cell = cellOf(arrangement, id)
      if (cell < 0) return change((now) => shownIn(now, now.active, id, place))
      activate(cell)
      if (place) handles.of(cell)?.goTo(place)
    },
    [images, arrangement, change, activate, handles],
  )

  const step = useCallback(
    (by: 1 | -1) => {
      const next = (active + by + cells.length) % cells.length
      activate(next)
      handles.of(next)?.focus()
    },
    [active, cells.length, activate, handles],
  )

  const imageIndex = images.findIndex(({ id }) => id === cells[active]?.imageId)
  const image = images[imageIndex]
  const ahead = useMemo(() => aheadOf(items, index, set.id, image), [items, index, set.id, image])
  return {
    sample,
    images,
    imageIndex,
    /** The sample's image in the active cell. */
    image,
    /** What is on the screen there. */
    view: view?.stack.sourceId === image?.id ? view : null,
    showImage,
    stage: {
      arrangement,
      showables: found.showables,
      priors: found.priors,
      handles,
      ahead,
      links,
      cine,
      activate,
      step,
      divide,
      showIn,
      toggleLink,
      tellView,
      viewOf,
    },
  }
}

export type Stage = ReturnType<typeof useStage>['stage']

/** The other images of the sample, then the first ones of the samples around it. */
function aheadOf(
  items: readonly PackageItem[],
  index: number,
  setId: string,
  image: SampleImage | undefined,
): ImageSource[] {
  const others = neighbours(items, index).flatMap((item) => imagesOf(item.sample).slice(0, 1))
  const all = [...imagesOf(items[index]!.sample), ...others]
  return all.flatMap((each) => (each === image ? [] : (sourceOf(each, setId) ?? [])))
}
