import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { api, unwrap } from '@/api/client'

export const studiesQuery = (search: string | undefined, page = 1) =>
  queryOptions({
    queryKey: ['studies', 'list', search ?? '', page],
    queryFn: () => {
      const query = { page, ...(search && { search }) }
      return unwrap(api.GET('/api/v1/studies', { params: { query } }))
    },
    placeholderData: keepPreviousData,
  })

export const studyQuery = (studyId: string) =>
  queryOptions({
    queryKey: ['studies', studyId],
    queryFn: () => unwrap(api.GET('/api/v1/studies/{study_id}', { params: { path: { study_id: studyId } } })),
  })
