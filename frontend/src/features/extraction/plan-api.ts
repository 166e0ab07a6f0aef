import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { api, unwrap } from '@/api/client'
import type { RunCreate } from '@/api/types'

/** What a run would do; nothing is computed and nothing is kept. */
export const planQuery = (request: RunCreate | null) =>
  queryOptions({
    queryKey: ['extraction-plans', request],
    queryFn: () => unwrap(api.POST('/api/v1/extraction-plans', { body: request! })),
    enabled: request !== null,
    placeholderData: keepPreviousData,
    staleTime: 0,
    refetchOnWindowFocus: false,
  })
