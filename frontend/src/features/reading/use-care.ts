/** What the reader hides from sight or locks against slips. It belongs to this visit, not to the reading. */
import { useMemo, useState } from 'react'

export interface Care {
  readonly areAllHidden: boolean
  isHidden(this: void, id: string): boolean
  isLocked(this: void, id: string): boolean
  toggleHidden(this: void, id: string): void
  toggleLocked(this: void, id: string): void
  toggleAll(this: void): void
  /** What is drawn must be seen. */
  showAll(this: void): void
}

type Ids = ReadonlySet<string>

const toggled = (ids: Ids, id: string): Ids =>
  ids.has(id) ? new Set([...ids].filter((each) => each !== id)) : new Set([...ids, id])

export function useCare(): Care {
  const [areAllHidden, setAllHidden] = useState(false)
  const [hidden, setHidden] = useState<Ids>(new Set())
  const [locked, setLocked] = useState<Ids>(new Set())
  return useMemo(
    () => ({
      areAllHidden,
      isHidden: (id) => areAllHidden || hidden.has(id),
      isLocked: (id) => locked.has(id),
      toggleHidden: (id) => setHidden((ids) => toggled(ids, id)),
      toggleLocked: (id) => setLocked((ids) => toggled(ids, id)),
      toggleAll: () => setAllHidden((now) => !now),
      showAll: () => setAllHidden(false),
    }),
    [areAllHidden, hidden, locked],
  )
}
