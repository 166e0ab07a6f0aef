import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { api, unwrap } from '@/api/client'

const pageSize = 60

export const samplesQuery = (setId: string, page = 1) =>
  queryOptions({
    queryKey: ['sets', setId, 'samples', page],
    queryFn: () => {
      const params = { path: { set_id: setId }, query: { page, page_size: pageSize } }
      return unwrap(api.GET('/api/v1/sets/{set_id}/samples', { params }))
    },
    placeholderData: keepPreviousData,
  })

export const thumbnailUrl = (sampleId: string) => `/api/v1/samples/${sampleId}/thumbnail`
