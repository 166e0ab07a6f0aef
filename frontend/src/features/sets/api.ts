import { keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { api, unwrap } from '@/api/client'
import type { SetCreate, SetUpdate } from '@/api/types'

export const groupSetsQuery = (groupId: string, page = 1) =>
  queryOptions({
    queryKey: ['groups', groupId, 'sets', page],
    queryFn: () => {
      const params = { path: { group_id: groupId }, query: { page } }
      return unwrap(api.GET('/api/v1/groups/{group_id}/sets', { params }))
    },
    placeholderData: keepPreviousData,
  })

export const setQuery = (setId: string) =>
  queryOptions({
    queryKey: ['sets', setId],
    queryFn: () => unwrap(api.GET('/api/v1/sets/{set_id}', { params: { path: { set_id: setId } } })),
  })

export function useCreateSet(groupId: string) {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (body: SetCreate) =>
      unwrap(api.POST('/api/v1/groups/{group_id}/sets', { params: { path: { group_id: groupId } }, body })),
    meta: { showsError: true },
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['groups'] }),
  })
}

export function useUpdateSet(setId: string) {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (body: SetUpdate) =>
      unwrap(api.PATCH('/api/v1/sets/{set_id}', { params: { path: { set_id: setId } }, body })),
    meta: { showsError: true },
    onSuccess: (set) => {
      queryClient.setQueryData(setQuery(setId).queryKey, set)
      return queryClient.invalidateQueries({ queryKey: ['groups', set.group_id, 'sets'] })
    },
  })
}

/** Readings a set needs in all: each sample as often as it has readers. */
export const readingsNeeded = (set: { sample_count: number; readers_per_sample: number }) =>
  set.sample_count * set.readers_per_sample
