/** What the cells tell: to those tied to them, and of the active one to the room. */
import { useCallback, useEffect, useMemo, useState } from 'react'
import type { View } from '@/viewer/view'
import type { Cell } from './arrangement'
import type { Handles } from './handles'
import { LinkedCells, type Link, type Links } from './links'

/** `usual` is what the pictures share until the reader says otherwise. */
export function useLinks(handles: Handles, active: number, count: number, usual: Links) {
  const [chosen, setChosen] = useState<Partial<Links>>({})
  const [linked] = useState(() => new LinkedCells(handles))
  const links: Links = useMemo(() => ({ ...usual, ...chosen }), [usual, chosen])
  useEffect(() => linked.keep(count), [linked, count])
  const toggleLink = useCallback(
    (link: Link) => {
      linked.tie()
      setChosen((now) => ({ ...now, [link]: !(now[link] ?? usual[link]) }))
    },
    [linked, usual],
  )
  const tellLinked = useCallback(
    (cell: number, view: View) => linked.tell(cell, view, cell === active ? links : null),
    [linked, links, active],
  )
  return { links, toggleLink, tellLinked }
}

export function useCellViews(
  cells: readonly Cell[],
  active: number,
  tellLinked: (cell: number, view: View) => void,
) {
  const [views, setViews] = useState<ReadonlyMap<number, View>>(new Map())
  const tellView = useCallback(
    (cell: number, view: View) => {
      setViews((before) => (before.get(cell) === view ? before : new Map(before).set(cell, view)))
      tellLinked(cell, view)
    },
    [tellLinked],
  )
  /** What is on the screen in a cell; what was there before another image came is not. */
  const viewOf = (cell: number): View | null => {
    const view = views.get(cell)
    return view && view.stack.sourceId === cells[cell]?.imageId ? view : null
  }
  return { view: viewOf(active), viewOf, tellView }
}
