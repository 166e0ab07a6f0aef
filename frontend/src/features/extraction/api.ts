import { keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { api, unwrap } from '@/api/client'
import type { ExtractionRun, ExtractionTask, RunCreate } from '@/api/types'

const ofRun = (runId: string) => ({ path: { run_id: runId } })

export const engineQuery = queryOptions({
  queryKey: ['extraction-engine'],
  queryFn: () => unwrap(api.GET('/api/v1/extraction-engine')),
  staleTime: 60_000,
})

/** Of a set, of a study, or all that one may see. */
export type RunScope = { set_id?: string; study_id?: string }

export const runsQuery = (scope: RunScope, page = 1) =>
  queryOptions({
    queryKey: ['extraction-runs', 'list', scope, page],
    queryFn: () => unwrap(api.GET('/api/v1/extraction-runs', { params: { query: { ...scope, page } } })),
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

export type TaskState = ExtractionTask['state']

export interface TaskFilter {
  state?: TaskState | undefined
  search?: string | undefined
}

export const tasksQuery = (runId: string, { state, search }: TaskFilter, page = 1) =>
  queryOptions({
    queryKey: ['extraction-runs', runId, 'tasks', state ?? null, search ?? '', page],
    queryFn: () => {
      const query = { page, page_size: 100, ...(state && { state }), ...(search && { search }) }
      return unwrap(api.GET('/api/v1/extraction-runs/{run_id}/tasks', { params: { ...ofRun(runId), query } }))
    },
    placeholderData: keepPreviousData,
  })

export function useStartRun() {
  const remember = useRemember()
  return useMutation({
    mutationFn: (body: RunCreate) => unwrap(api.POST('/api/v1/extraction-runs', { body })),
    meta: { showsError: true },
    onSuccess: remember,
  })
}

/** Computes again what failed or was cancelled, and nothing else. */
export function useRetryRun(runId: string) {
  const remember = useRemember()
  return useMutation({
    mutationFn: () => unwrap(api.POST('/api/v1/extraction-runs/{run_id}/retry', { params: ofRun(runId) })),
    meta: { showsError: true },
    onSuccess: remember,
  })
}

/** A new run of the same request, over what is there now. */
export function useRunAgain(runId: string) {
  const remember = useRemember()
  return useMutation({
    mutationFn: () => unwrap(api.POST('/api/v1/extraction-runs/{run_id}/again', { params: ofRun(runId) })),
    meta: { showsError: true },
    onSuccess: remember,
  })
}

export function useCancelRun({ id, job }: ExtractionRun) {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: () =>
      unwrap(api.POST('/api/v1/jobs/{job_id}/cancel', { params: { path: { job_id: job.id } } })),
    meta: { showsError: true },
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['extraction-runs', id] }),
  })
}

function useRemember() {
  const queryClient = useQueryClient()
  return (run: ExtractionRun) => {
    queryClient.setQueryData(runQuery(run.id).queryKey, run)
    return queryClient.invalidateQueries({ queryKey: ['extraction-runs'] })
  }
}
