/** What the stage shows of the sample: the images in their cells, the one in hand, and what to decode ahead. */
import { useCallback, useEffect, useMemo, useState } from 'react'
import type { Place } from '@/viewer/shapes'
import type { ImageSource } from '@/viewer/sources'
import type { View } from '@/viewer/view'
import type { SampleImage } from '../model/examination'
import type { PackageItem } from '../model/server'
import { imagesOf, neighbours, sourceOf } from '../model/sources'
import { activated, arranged, cellOf, divided, shownIn, type Arrangement, type Layout } from './arrangement'
import { Handles } from './handles'
import { LinkedCells, type Link, type Links } from './links'

export interface Showable {
  readonly id: string
  readonly source: ImageSource | null
  /** Null of a prior: it is looked at, not read. */
  readonly image: SampleImage | null
}

interface Stages {
  readonly sampleId: string
  readonly arrangement: Arrangement
}

export function useStage(items: readonly PackageItem[], index: number, setId: string) {
  const { sample } = items[index]!
  const images = useMemo(() => imagesOf(sample), [sample])
  const showables = useMemo(
    () => images.map((image): Showable => ({ id: image.id, image, source: sourceOf(image, setId) })),
    [images, setId],
  )
  const { arrangement, change } = useArrangement(sample.id, showables)
  const { cells, active } = arrangement
  const [handles] = useState(() => new Handles())
  const { links, toggleLink, tellView: tellLinked } = useLinks(handles, active, cells.length)
  const { view, tellView } = useActiveView(active, tellLinked)
  useEffect(() => handles.activate(active), [handles, active])

  const activate = useCallback((cell: number) => change((now) => activated(now, cell)), [change])
  const divide = useCallback(
    (layout: Layout) =>
      change((now) =>
        divided(
          now,
          layout,
          images.map(({ id }) => id),
        ),
      ),
    [change, images],
  )
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
  const ahead = useMemo(() => aheadOf(items, index, setId, image), [items, index, setId, image])
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
      showables,
      handles,
      ahead,
      links,
      activate,
      step,
      divide,
      showIn,
      toggleLink,
      tellView,
    },
  }
}

export type Stage = ReturnType<typeof useStage>['stage']

function useArrangement(sampleId: string, showables: readonly Showable[]) {
  const beginning = useMemo(() => arranged('1x1', [showables[0]?.id ?? null]), [showables])
  const [chosen, setChosen] = useState<Stages | null>(null)
  const arrangement = chosen?.sampleId === sampleId ? chosen.arrangement : beginning
  const change = useCallback(
    (make: (now: Arrangement) => Arrangement) =>
      setChosen((before) => {
        const now = before?.sampleId === sampleId ? before.arrangement : beginning
        const arrangement = make(now)
        return arrangement === now ? before : { sampleId, arrangement }
      }),
    [sampleId, beginning],
  )
  return { arrangement, change }
}

/** What the cells share with the active one. */
function useLinks(handles: Handles, active: number, count: number) {
  const [links, setLinks] = useState<Links>({ scroll: true, window: false, zoom: false })
  const [linked] = useState(() => new LinkedCells(handles))
  useEffect(() => linked.keep(count), [linked, count])
  const toggleLink = useCallback(
    (link: Link) => {
      linked.tie()
      setLinks((now) => ({ ...now, [link]: !now[link] }))
    },
    [linked],
  )
  const tellView = useCallback(
    (cell: number, view: View) => linked.tell(cell, view, cell === active ? links : null),
    [linked, links, active],
  )
  return { links, toggleLink, tellView }
}

/** Each cell tells its view; the room hears of the active one. */
function useActiveView(active: number, tellLinked: (cell: number, view: View) => void) {
  const [views, setViews] = useState<ReadonlyMap<number, View>>(new Map())
  const tellView = useCallback(
    (cell: number, view: View) => {
      setViews((before) => new Map(before).set(cell, view))
      tellLinked(cell, view)
    },
    [tellLinked],
  )
  return { view: views.get(active) ?? null, tellView }
}

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
