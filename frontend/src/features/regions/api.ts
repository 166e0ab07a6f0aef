import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { api, unwrap } from '@/api/client'

export const setRegionsQuery = (setId: string, page = 1) =>
  queryOptions({
    queryKey: ['sets', setId, 'regions', page],
    queryFn: () => {
      const params = { path: { set_id: setId }, query: { page, page_size: 100 } }
      return unwrap(api.GET('/api/v1/sets/{set_id}/regions', { params }))
    },
    placeholderData: keepPreviousData,
  })
