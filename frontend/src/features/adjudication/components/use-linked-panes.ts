import { useCallback, useMemo, useRef, useState } from 'react'
import type { Place } from '@/viewer/shapes'
import type { View } from '@/viewer/view'
import type { ViewportHandle } from '@/viewer/viewport-handle'

export interface LinkedPanes {
  readonly isLinked: boolean
  setLinked(this: void, isLinked: boolean): void
  /** The pane under the pointer, or with the focus, leads. */
  lead(this: void, pane: string): void
  register(this: void, pane: string, handle: ViewportHandle | null): void
  tellView(this: void, pane: string, view: View): void
  goTo(this: void, place: Place): void
}

/** Panes of the same images that scroll together: one leads, or two would chase each other. */
export function useLinkedPanes(): LinkedPanes {
  const [isLinked, setLinked] = useState(true)
  const handles = useRef(new Map<string, ViewportHandle>())
  const leader = useRef<string | null>(null)
  const lead = useCallback((pane: string) => {
    leader.current = pane
  }, [])
  const register = useCallback((pane: string, handle: ViewportHandle | null) => {
    if (handle) handles.current.set(pane, handle)
    else handles.current.delete(pane)
  }, [])
  const tellView = useCallback(
    (pane: string, { frame }: View) => {
      if (!isLinked || leader.current !== pane) return
      for (const [other, handle] of handles.current)
        if (other !== pane) handle.goTo({ sopInstanceUid: frame.sopInstanceUid, frame: frame.frame })
    },
    [isLinked],
  )
  const goTo = useCallback((place: Place) => handles.current.forEach((handle) => handle.goTo(place)), [])
  return useMemo(
    () => ({ isLinked, setLinked, lead, register, tellView, goTo }),
    [isLinked, lead, register, tellView, goTo],
  )
}
