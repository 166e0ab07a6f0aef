import {
  keepPreviousData,
  type QueryClient,
  queryOptions,
  useMutation,
  useQueryClient,
} from '@tanstack/react-query'
import { api, unwrap } from '@/api/client'
import type { ReadingSet, SetCreate, SetUpdate } from '@/api/types'

/** Which sets of a group are meant: those that are read, those that are closed, or both. */
export type Shown = 'open' | 'archived' | 'all'

const archivedOf = { open: { archived: false }, archived: { archived: true }, all: {} }

export const groupSetsQuery = (groupId: string, page = 1, shown: Shown = 'all') =>
  queryOptions({
    queryKey: ['groups', groupId, 'sets', shown, page],
    queryFn: () => {
      const params = { path: { group_id: groupId }, query: { page, ...archivedOf[shown] } }
      return unwrap(api.GET('/api/v1/groups/{group_id}/sets', { params }))
    },
    placeholderData: keepPreviousData,
  })

/** The sets of a group by which readers can be trained: their answers are known. */
export const trainingSetsQuery = (groupId: string) =>
  queryOptions({
    queryKey: ['groups', groupId, 'sets', 'trainings'],
    queryFn: () => {
      const query = { archived: false, trainings: true, page_size: 200 }
      const params = { path: { group_id: groupId }, query }
      return unwrap(api.GET('/api/v1/groups/{group_id}/sets', { params }))
    },
  })

/** The sets of all my groups, those made last first. */
export const mySetsQuery = ({
  search = '',
  shown = 'all',
  size = 50,
}: { search?: string; shown?: Shown; size?: number } = {}) =>
  queryOptions({
    queryKey: ['sets', 'mine', shown, search, size],
    queryFn: () => {
      const query = { page_size: size, ...(search && { search }), ...archivedOf[shown] }
      return unwrap(api.GET('/api/v1/sets', { params: { query } }))
    },
    placeholderData: keepPreviousData,
  })

const ofSet = (setId: string) => ({ path: { set_id: setId } })

export const setQuery = (setId: string) =>
  queryOptions({
    queryKey: ['sets', setId],
    queryFn: () => unwrap(api.GET('/api/v1/sets/{set_id}', { params: ofSet(setId) })),
  })

/** What is deleted with a set; asked anew each time it matters. */
export const setContentsQuery = (setId: string) =>
  queryOptions({
    queryKey: ['sets', setId, 'contents'],
    queryFn: () => unwrap(api.GET('/api/v1/sets/{set_id}/contents', { params: ofSet(setId) })),
    staleTime: 0,
    gcTime: 0,
  })

export function useCreateSet(groupId: string) {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (body: SetCreate) =>
      unwrap(api.POST('/api/v1/groups/{group_id}/sets', { params: { path: { group_id: groupId } }, body })),
    meta: { showsError: true },
    onSuccess: (set) => refreshLists(queryClient, set),
  })
}

/** Saves only over the version that was looked at: a newer one answers 412. */
export function useUpdateSet(setId: string) {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: ({ version, ...body }: SetUpdate & { version: number }) => {
      const params = { ...ofSet(setId), header: { 'if-match': `"${version}"` } }
      return unwrap(api.PATCH('/api/v1/sets/{set_id}', { params, body }))
    },
    meta: { showsError: true },
    onSuccess: (set) => {
      queryClient.setQueryData(setQuery(setId).queryKey, set)
      return refreshLists(queryClient, set)
    },
  })
}

/** Begins the next round; not over a version that somebody else has changed since it was looked at. */
export function useStartRound(setId: string) {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (version: number) => {
      const params = { ...ofSet(setId), header: { 'if-match': `"${version}"` } }
      return unwrap(api.POST('/api/v1/sets/{set_id}/rounds', { params }))
    },
    meta: { showsError: true },
    onSuccess: async (set) => {
      queryClient.setQueryData(setQuery(setId).queryKey, set)
      await Promise.all([
        queryClient.invalidateQueries({ queryKey: ['sets', setId] }),
        refreshLists(queryClient, set),
      ])
    },
    onError: () => queryClient.invalidateQueries(setQuery(setId)),
  })
}

export function useCloneSet(set: ReadingSet) {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (name: string) =>
      unwrap(api.POST('/api/v1/sets/{set_id}/clone', { params: ofSet(set.id), body: { name } })),
    meta: { showsError: true },
    onSuccess: () => refreshLists(queryClient, set),
  })
}

export function useDeleteSet() {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: ({ id }: ReadingSet) => unwrap(api.DELETE('/api/v1/sets/{set_id}', { params: ofSet(id) })),
    meta: { showsError: true },
    // Its own page is left alone until it is left.
    onSuccess: (_, set) => refreshLists(queryClient, set),
  })
}

/** What shows a set besides its own page. */
function refreshLists(queryClient: QueryClient, set: ReadingSet) {
  const keys = [['groups', set.group_id], ['groups', 'list'], ['sets', 'mine'], ['packages']]
  return Promise.all(keys.map((queryKey) => queryClient.invalidateQueries({ queryKey })))
}

/** Readings a set needs in all: each sample as often as it has readers. */
export const readingsNeeded = (set: { sample_count: number; readers_per_sample: number }) =>
  set.sample_count * set.readers_per_sample

/** An archived set is looked at, not read or added to. */
export const isOpen = (set: Pick<ReadingSet, 'archived_at'>) => !set.archived_at
