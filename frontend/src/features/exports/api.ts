import { keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { api, unwrap } from '@/api/client'
import type { components } from '@/api/schema'

type Schemas = components['schemas']
export type Export = Schemas['ExportRead']
export type ExportCreate = Schemas['ExportCreate']
export type ExportSummary = Schemas['ExportSummary']
export type ExportFormat = Schemas['ExportFormatRead']
export type ReadingKind = NonNullable<ExportCreate['kinds']>[number]

const ofSet = (setId: string) => ({ path: { set_id: setId } })

export const formatsQuery = queryOptions({
  queryKey: ['export-formats'],
  queryFn: () => unwrap(api.GET('/api/v1/export-formats')),
  staleTime: Infinity,
})

export const exportsQuery = (setId: string, page = 1) =>
  queryOptions({
    queryKey: ['exports', setId, page],
    queryFn: () => {
      const params = { ...ofSet(setId), query: { page } }
      return unwrap(api.GET('/api/v1/sets/{set_id}/exports', { params }))
    },
    placeholderData: keepPreviousData,
  })

/** What a file would hold. What it depends on changes all the time, so it is asked anew each time it is looked at. */
export const planQuery = (setId: string, body: ExportCreate) =>
  queryOptions({
    queryKey: ['exports', setId, 'plan', body],
    queryFn: () => unwrap(api.POST('/api/v1/sets/{set_id}/export-plans', { params: ofSet(setId), body })),
    gcTime: 0,
    placeholderData: keepPreviousData,
  })

export const releaseExportsQuery = (releaseId: string, page = 1) =>
  queryOptions({
    queryKey: ['exports', 'release', releaseId, page],
    queryFn: () => {
      const params = { path: { release_id: releaseId }, query: { page } }
      return unwrap(api.GET('/api/v1/releases/{release_id}/exports', { params }))
    },
    placeholderData: keepPreviousData,
  })

export const exportUrl = (exportId: string) => `/api/v1/exports/${exportId}/file`

export function useCreateExport(setId: string) {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (body: ExportCreate) =>
      unwrap(api.POST('/api/v1/sets/{set_id}/exports', { params: ofSet(setId), body })),
    onSuccess: () => {
      const keys = [['exports', setId], ['jobs']]
      return Promise.all(keys.map((queryKey) => queryClient.invalidateQueries({ queryKey })))
    },
  })
}

export function useCreateReleaseExport(releaseId: string) {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (body: Schemas['ReleaseExportCreate']) => {
      const params = { path: { release_id: releaseId } }
      return unwrap(api.POST('/api/v1/releases/{release_id}/exports', { params, body }))
    },
    onSuccess: () => {
      const keys = [['exports', 'release', releaseId], ['jobs']]
      return Promise.all(keys.map((queryKey) => queryClient.invalidateQueries({ queryKey })))
    },
  })
}
