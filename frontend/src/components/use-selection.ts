import { useCallback, useState } from 'react'

export interface Selection {
  chosen: ReadonlySet<string>
  /** Chooses one, or lets go of it; extended, all from the one chosen before up to it. */
  toggle: (id: string, isExtended?: boolean) => void
  /** Chooses all that are shown, or lets go of them. */
  toggleAll: () => void
  clear: () => void
  /** What of the shown is chosen. */
  shown: 'none' | 'some' | 'all'
}

/** Which of many things are chosen; pages of a list may be turned meanwhile. */
export function useSelection(ids: readonly string[]): Selection {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const [last, setLast] = useState<string | null>(null)
  const count = ids.filter((id) => chosen.has(id)).length
  const shown = count === 0 ? 'none' : count === ids.length ? 'all' : 'some'

  const toggle = (id: string, isExtended = false) => {
    const wanted = !chosen.has(id)
    const reached = isExtended && last !== null ? between(ids, last, id) : [id]
    setChosen(changed(chosen, reached, wanted))
    setLast(id)
  }
  const toggleAll = () => setChosen(changed(chosen, ids, shown !== 'all'))
  const clear = useCallback(() => setChosen(new Set()), [])
  return { chosen, toggle, toggleAll, clear, shown }
}

function changed(chosen: ReadonlySet<string>, ids: readonly string[], isChosen: boolean): Set<string> {
  const next = new Set(chosen)
  for (const id of ids) {
    if (isChosen) next.add(id)
    else next.delete(id)
  }
  return next
}

function between(ids: readonly string[], one: string, other: string): readonly string[] {
  const [from, to] = [ids.indexOf(one), ids.indexOf(other)].toSorted((a, b) => a - b)
  return from === undefined || from < 0 ? [other] : ids.slice(from, (to ?? from) + 1)
}
