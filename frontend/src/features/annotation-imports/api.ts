import { keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { api, unwrap } from '@/api/client'
import type { components } from '@/api/schema'

type Schemas = components['schemas']
export type AnnotationImport = Schemas['AnnotationImportRead']
export type FileReport = Schemas['FileReport']

export interface Wanted {
  file: File
  createLabels: boolean
  edge: number
  asOutlines: boolean
  labelNames: string[]
}

const LABEL_OF_VALUE = /^\d{1,9}\s*=\s*\S.*$/

/** Lines as `1 = Nodule` in the way the server takes them; null where a line says something else. */
export function labelNamesOf(text: string): string[] | null {
  const lines = text.split('\n').flatMap((line) => line.trim() || [])
  if (!lines.every((line) => LABEL_OF_VALUE.test(line))) return null
  return lines.map((line) => line.replace(/\s*=\s*/, '='))
}

export const importsQuery = (setId: string, page = 1) =>
  queryOptions({
    queryKey: ['annotation-imports', setId, page],
    queryFn: () => {
      const params = { path: { set_id: setId }, query: { page } }
      return unwrap(api.GET('/api/v1/sets/{set_id}/annotation-imports', { params }))
    },
    placeholderData: keepPreviousData,
  })

export function useBringIn(setId: string) {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: ({ file, createLabels, edge, asOutlines, labelNames }: Wanted) =>
      unwrap(
        api.POST('/api/v1/sets/{set_id}/annotation-imports', {
          params: {
            path: { set_id: setId },
            query: {
              file_name: file.name.slice(-400),
              create_labels: createLabels,
              edge,
              as_outlines: asOutlines,
              label_names: labelNames,
            },
          },
          body: file as unknown as string,
          bodySerializer: (body: unknown) => body as BodyInit,
          headers: { 'Content-Type': 'application/octet-stream' },
        }),
      ),
    onSuccess: () => {
      const keys = [['annotation-imports', setId], ['jobs']]
      return Promise.all(keys.map((queryKey) => queryClient.invalidateQueries({ queryKey })))
    },
  })
}

export const refusedOf = (found: AnnotationImport): number =>
  found.report?.files.reduce((sum, file) => sum + file.refused_count, 0) ?? 0
