import { queryOptions } from '@tanstack/react-query'
import { api, unwrap } from '@/api/client'

const every = 15_000

/** How far the readers of a set are; looked at again while it is on screen. */
export const setProgressQuery = (setId: string) =>
  queryOptions({
    queryKey: ['sets', setId, 'progress'],
    queryFn: () => unwrap(api.GET('/api/v1/sets/{set_id}/progress', { params: { path: { set_id: setId } } })),
    refetchInterval: every,
  })

export const groupProgressQuery = (groupId: string) =>
  queryOptions({
    queryKey: ['groups', groupId, 'progress'],
    queryFn: () =>
      unwrap(api.GET('/api/v1/groups/{group_id}/progress', { params: { path: { group_id: groupId } } })),
    refetchInterval: every,
  })

/** How readers hold up; only for those who are not blind in the set. */
export const driftQuery = (setId: string) =>
  queryOptions({
    queryKey: ['sets', setId, 'drift'],
    queryFn: () => unwrap(api.GET('/api/v1/sets/{set_id}/drift', { params: { path: { set_id: setId } } })),
  })

export const trainingResultsQuery = (setId: string) =>
  queryOptions({
    queryKey: ['sets', setId, 'training-results'],
    queryFn: () =>
      unwrap(
        api.GET('/api/v1/sets/{set_id}/training/results', {
          params: { path: { set_id: setId }, query: { page_size: 200 } },
        }),
      ),
  })
