import { keepPreviousData, queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api, unwrap } from '@/api/client'
import type { components } from '@/api/schema'

type Schemas = components['schemas']
export type QueueItem = Schemas['QueueItem']
export type AdjudicationCase = Schemas['AdjudicationCase']
export type AnonymousReading = Schemas['AnonymousReading']
export type AnonymousObject = Schemas['AnonymousObject']
export type Decision = Schemas['DecisionRead']
export type DecisionCreate = Schemas['DecisionCreate']
export type QueueState = 'open' | 'decided' | 'all'

const isActive = ({ state }: Schemas['JobRead']) => state === 'queued' || state === 'running'
const ofSample = (setId: string, sampleId: string) => ({ path: { set_id: setId, sample_id: sampleId } })

export const queueQuery = (setId: string, state: QueueState, page = 1) =>
  queryOptions({
    queryKey: ['adjudication', setId, 'queue', state, page],
    queryFn: () => {
      const params = { path: { set_id: setId }, query: { state, page } }
      return unwrap(api.GET('/api/v1/sets/{set_id}/adjudications', { params }))
    },
    placeholderData: keepPreviousData,
  })

export const caseQuery = (setId: string, sampleId: string) =>
  queryOptions({
    queryKey: ['adjudication', setId, 'case', sampleId],
    queryFn: () => {
      const params = ofSample(setId, sampleId)
      return unwrap(api.GET('/api/v1/sets/{set_id}/samples/{sample_id}/adjudication', { params }))
    },
  })

function useRefresh(setId: string) {
  const queryClient = useQueryClient()
  return () => {
    const keys = [['adjudication', setId], ['jobs']]
    return Promise.all(keys.map((queryKey) => queryClient.invalidateQueries({ queryKey })))
  }
}

/** The job that puts the readings in order, until it is over; then the queue is asked for anew. */
export function useComparing(setId: string, jobId: string | undefined) {
  const refresh = useRefresh(setId)
  return useQuery({
    queryKey: ['adjudication', 'comparison', jobId],
    queryFn: async () => {
      const params = { path: { job_id: jobId ?? '' } }
      const job = await unwrap(api.GET('/api/v1/jobs/{job_id}', { params }))
      if (!isActive(job)) await refresh()
      return job
    },
    enabled: jobId !== undefined,
    refetchInterval: ({ state }) => (state.data && !isActive(state.data) ? false : 1_000),
  })
}

export function useCompare(setId: string) {
  const refresh = useRefresh(setId)
  return useMutation({
    mutationFn: () =>
      unwrap(
        api.POST('/api/v1/sets/{set_id}/adjudications/comparison', { params: { path: { set_id: setId } } }),
      ),
    meta: { showsError: true },
    onSuccess: refresh,
  })
}

export function useDecide(setId: string, sampleId: string) {
  const refresh = useRefresh(setId)
  return useMutation({
    mutationFn: (body: DecisionCreate) => {
      const params = ofSample(setId, sampleId)
      return unwrap(api.POST('/api/v1/sets/{set_id}/samples/{sample_id}/adjudication', { params, body }))
    },
    onSettled: refresh,
  })
}

export function useUndo(setId: string) {
  const refresh = useRefresh(setId)
  return useMutation({
    mutationFn: (decisionId: string) => {
      const params = { path: { adjudication_id: decisionId } }
      return unwrap(api.POST('/api/v1/adjudications/{adjudication_id}/undo', { params }))
    },
    meta: { showsError: true },
    onSettled: refresh,
  })
}
