import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { api, unwrap } from '@/api/client'
import type { ExtractionRun, FeatureColumn } from '@/api/types'

const ofRun = (runId: string) => ({ path: { run_id: runId } })

/** Of fewer columns only those are asked for; more are cheaper to have at hand than to ask for again. */
const fewColumns = 64
const manyColumns = 300

/** Which rows of a table, in which order. */
export interface RowFilter {
  page: number
  sort?: string | undefined
  search?: string | undefined
  modality?: string | undefined
  region?: string | undefined
  stale?: boolean | undefined
}

/** While a run works its values are asked for every few seconds; what they hang on is part of the key. */
const keyOf = (run: ExtractionRun) => ['extraction-values', run.id, run.job.state, run.stale_count] as const
const refresh = (run: ExtractionRun) =>
  run.job.state === 'queued' || run.job.state === 'running' ? 5_000 : (false as const)

export const columnsQuery = (run: ExtractionRun) =>
  queryOptions({
    queryKey: [...keyOf(run), 'columns'],
    queryFn: () => unwrap(api.GET('/api/v1/extraction-runs/{run_id}/columns', { params: ofRun(run.id) })),
    placeholderData: keepPreviousData,
    refetchInterval: refresh(run),
  })

export const featuresQuery = (run: ExtractionRun, filter: RowFilter, columns: string[] | null) =>
  queryOptions({
    queryKey: [...keyOf(run), filter, columns],
    queryFn: () => {
      const { page, sort, search, modality, region, stale } = filter
      const query = {
        page,
        page_size: 50,
        ...(sort && { sort }),
        ...(search && { search }),
        ...(modality && { modality }),
        ...(region && { region }),
        ...(stale && { stale }),
        ...(columns && { columns }),
      }
      return unwrap(
        api.GET('/api/v1/extraction-runs/{run_id}/features', { params: { ...ofRun(run.id), query } }),
      )
    },
    placeholderData: keepPreviousData,
    refetchInterval: refresh(run),
  })

/** What to ask for so that the chosen columns are there; null: all. */
export function columnsToAsk(all: readonly FeatureColumn[], chosen: readonly FeatureColumn[]) {
  const isWorthwhile = all.length > manyColumns && chosen.length <= fewColumns && chosen.length > 0
  return isWorthwhile ? chosen.map(({ name }) => name) : null
}

export type Layout = 'wide' | 'long'
export type Names = 'pyradiomics' | 'quantimage'

const address = (runId: string) => `/api/v1/extraction-runs/${runId}`
export const csvUrl = (runId: string, layout: Layout, names: Names) =>
  `${address(runId)}/features.csv?layout=${layout}&names=${names}`
export const zipUrl = (runId: string) => `${address(runId)}/features.zip`
export const runPresetUrl = (runId: string) => `${address(runId)}/preset.yaml`
