import { keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { api, unwrap } from '@/api/client'
import type { components } from '@/api/schema'

type Schemas = components['schemas']
export type Release = Schemas['ReleaseRead']
export type ReleaseCreate = Schemas['ReleaseCreate']
export type ReleaseSample = Schemas['ReleaseSampleRead']
export type Withdrawal = Schemas['WithdrawalRead']
export type WithdrawalCreate = Schemas['WithdrawalCreate']
export type Differences = Schemas['DifferencesRead']
export type SampleChange = Schemas['SampleChangeRead']
export type LabelChange = Schemas['LabelChangeRead']
export type ReadingKind = NonNullable<ReleaseCreate['kinds']>[number]
export type ReleaseScope = { setId: string } | { groupId: string }

const ofRelease = (releaseId: string) => ({ path: { release_id: releaseId } })
const isWorking = ({ state }: Release) => state === 'queued' || state === 'running'

export const releasesQuery = (scope: ReleaseScope, page = 1) =>
  queryOptions({
    queryKey: ['releases', scope, page],
    queryFn: () => {
      const query = { page }
      return 'setId' in scope
        ? unwrap(
            api.GET('/api/v1/sets/{set_id}/releases', { params: { path: { set_id: scope.setId }, query } }),
          )
        : unwrap(
            api.GET('/api/v1/groups/{group_id}/releases', {
              params: { path: { group_id: scope.groupId }, query },
            }),
          )
    },
    placeholderData: keepPreviousData,
    refetchInterval: (query) => (query.state.data?.items.some(isWorking) ? 1_500 : false),
  })

export const releaseQuery = (releaseId: string) =>
  queryOptions({
    queryKey: ['releases', releaseId],
    queryFn: () => unwrap(api.GET('/api/v1/releases/{release_id}', { params: ofRelease(releaseId) })),
    refetchInterval: (query) => (query.state.data && isWorking(query.state.data) ? 1_500 : false),
  })

export const samplesQuery = (releaseId: string, page = 1) =>
  queryOptions({
    queryKey: ['releases', releaseId, 'samples', page],
    queryFn: () => {
      const params = { ...ofRelease(releaseId), query: { page } }
      return unwrap(api.GET('/api/v1/releases/{release_id}/samples', { params }))
    },
    placeholderData: keepPreviousData,
  })

export const withdrawalsQuery = (releaseId: string, page = 1) =>
  queryOptions({
    queryKey: ['releases', releaseId, 'withdrawals', page],
    queryFn: () => {
      const params = { ...ofRelease(releaseId), query: { page } }
      return unwrap(api.GET('/api/v1/releases/{release_id}/withdrawals', { params }))
    },
    placeholderData: keepPreviousData,
  })

export const differencesQuery = (releaseId: string, since: string, page = 1) =>
  queryOptions({
    queryKey: ['releases', releaseId, 'differences', since, page],
    queryFn: () => {
      const params = { ...ofRelease(releaseId), query: { since, page } }
      return unwrap(api.GET('/api/v1/releases/{release_id}/differences', { params }))
    },
    placeholderData: keepPreviousData,
  })

export const manifestUrl = (releaseId: string) => `/api/v1/releases/${releaseId}/manifest`

export function useVerifyRelease(releaseId: string) {
  return useMutation({
    mutationFn: () =>
      unwrap(api.GET('/api/v1/releases/{release_id}/verification', { params: ofRelease(releaseId) })),
  })
}

function useRefresh() {
  const queryClient = useQueryClient()
  return () => {
    const keys = [['releases'], ['exports'], ['jobs']]
    return Promise.all(keys.map((queryKey) => queryClient.invalidateQueries({ queryKey })))
  }
}

export function useCreateRelease(setId: string) {
  return useMutation({
    mutationFn: (body: ReleaseCreate) =>
      unwrap(api.POST('/api/v1/sets/{set_id}/releases', { params: { path: { set_id: setId } }, body })),
    onSuccess: useRefresh(),
  })
}

export function useWithdraw(releaseId: string) {
  return useMutation({
    mutationFn: (body: WithdrawalCreate) =>
      unwrap(api.POST('/api/v1/releases/{release_id}/withdrawals', { params: ofRelease(releaseId), body })),
    onSuccess: useRefresh(),
  })
}
