import { keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { api, unwrap } from '@/api/client'
import type { components } from '@/api/schema'

type Schemas = components['schemas']
export type AgreementRun = Schemas['AgreementRunRead']
export type AgreementDetail = Schemas['AgreementRunDetail']
export type AgreementCreate = Partial<Schemas['AgreementRunCreate']>
export type Results = Schemas['AgreementResults']
export type Value = Schemas['AgreementValue']
export type Rater = Schemas['RaterRead']
export type Plot = Schemas['DifferencePlot']
export type Formula = Value['formula']

export const runsQuery = (setId: string) =>
  queryOptions({
    queryKey: ['agreement', 'set', setId],
    queryFn: () => {
      const params = { path: { set_id: setId }, query: { page_size: 100 } }
      return unwrap(api.GET('/api/v1/sets/{set_id}/agreement-runs', { params }))
    },
    placeholderData: keepPreviousData,
  })

export const isWorking = ({ job }: AgreementRun) => job.state === 'queued' || job.state === 'running'

export const runQuery = (runId: string) =>
  queryOptions({
    queryKey: ['agreement', runId],
    queryFn: () => {
      const params = { path: { agreement_run_id: runId } }
      return unwrap(api.GET('/api/v1/agreement-runs/{agreement_run_id}', { params }))
    },
    refetchInterval: (query) => (query.state.data && isWorking(query.state.data) ? 1_500 : false),
  })

export const tableUrl = (runId: string) => `/api/v1/agreement-runs/${runId}/table`

export function useMeasure(setId: string) {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (body: AgreementCreate) => {
      const params = { path: { set_id: setId } }
      return unwrap(
        api.POST('/api/v1/sets/{set_id}/agreement-runs', {
          params,
          body: body as Schemas['AgreementRunCreate'],
        }),
      )
    },
    onSuccess: () => {
      const keys = [['agreement', 'set', setId], ['jobs']]
      return Promise.all(keys.map((queryKey) => queryClient.invalidateQueries({ queryKey })))
    },
  })
}
