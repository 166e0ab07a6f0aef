import { useQueries } from '@tanstack/react-query'
import { mayRead } from '@/api/roles'
import type { Me, ReadingSet } from '@/api/types'
import { groupSetsQuery, readingsNeeded } from '@/features/sets'

/** Home looks into so many groups, each with one request; the others are a click away. */
const groupsLooked = 6

/** The open sets of my groups, newest first. */
export function useOpenSets(groups: Me['groups']) {
  const lists = useQueries({
    queries: groups.slice(0, groupsLooked).map(({ id }) => groupSetsQuery(id, 1, 'open')),
  })
  const sets: ReadingSet[] = lists
    .flatMap((list) => list.data?.items ?? [])
    .toSorted((a, b) => b.created_at.localeCompare(a.created_at))
  const failed = lists.find((list) => list.error && !list.data)
  return {
    sets,
    isLoading: lists.some((list) => list.isPending),
    error: failed?.error ?? null,
    retry: () => lists.forEach((list) => list.error && void list.refetch()),
  }
}

/** The newest set in which I may still take a package, as far as its counts tell. */
export const setToRead = ({ sets }: OpenSets) =>
  sets.find((set) => mayRead(set.my_role) && set.examination_count < readingsNeeded(set))

export type OpenSets = ReturnType<typeof useOpenSets>
