import { keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { api, unwrap } from '@/api/client'
import type { ExtractionRun } from '@/api/types'

const ofRun = (runId: string) => ({ path: { run_id: runId } })

export const engineQuery = queryOptions({
  queryKey: ['extraction-engine'],
  queryFn: () => unwrap(api.GET('/api/v1/extraction-engine')),
  staleTime: 60_000,
})

export const presetsQuery = queryOptions({
  queryKey: ['extraction-presets'],
  queryFn: () => unwrap(api.GET('/api/v1/extraction-presets', { params: { query: { page_size: 500 } } })),
  staleTime: 60_000,
})

export const runsQuery = (setId: string, page = 1) =>
  queryOptions({
    queryKey: ['extraction-runs', 'list', setId, page],
    queryFn: () => unwrap(api.GET('/api/v1/extraction-runs', { params: { query: { set_id: setId, page } } })),
    placeholderData: keepPreviousData,
  })

export const isWorking = (run: ExtractionRun) => run.job.state === 'queued' || run.job.state === 'running'

/** A run that is done can still have regions that failed. */
export const stateOf = ({ job, failed_count: failed }: ExtractionRun) =>
  job.state === 'done' && failed > 0 ? 'partly' : job.state

export const runQuery = (runId: string) =>
  queryOptions({
    queryKey: ['extraction-runs', runId],
    queryFn: () => unwrap(api.GET('/api/v1/extraction-runs/{run_id}', { params: ofRun(runId) })),
    // Events bring progress; this is for when they do not come through.
    refetchInterval: (query) => (query.state.data && isWorking(query.state.data) ? 5_000 : false),
  })

export const tasksQuery = (runId: string, page = 1) =>
  queryOptions({
    queryKey: ['extraction-runs', runId, 'tasks', page],
    queryFn: () => {
      const params = { ...ofRun(runId), query: { page, page_size: 100 } }
      return unwrap(api.GET('/api/v1/extraction-runs/{run_id}/tasks', { params }))
    },
    placeholderData: keepPreviousData,
  })

export const featuresQuery = (runId: string, page = 1) =>
  queryOptions({
    queryKey: ['extraction-runs', runId, 'features', page],
    queryFn: () => {
      const params = { ...ofRun(runId), query: { page, page_size: 100 } }
      return unwrap(api.GET('/api/v1/extraction-runs/{run_id}/features', { params }))
    },
    placeholderData: keepPreviousData,
  })

export const csvUrl = (runId: string) => `/api/v1/extraction-runs/${runId}/features.csv`

export function useStartRun() {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (body: { preset_id: string; set_id: string }) =>
      unwrap(api.POST('/api/v1/extraction-runs', { body })),
    meta: { showsError: true },
    onSuccess: (run) => {
      queryClient.setQueryData(runQuery(run.id).queryKey, run)
      return queryClient.invalidateQueries({ queryKey: ['extraction-runs', 'list'] })
    },
  })
}
