/** What this server is: name, version, and how one gets in. */
import { queryOptions } from '@tanstack/react-query'
import { api, unwrap } from './client'

export const aboutQuery = queryOptions({
  queryKey: ['about'],
  queryFn: () => unwrap(api.GET('/api/v1/about')),
  staleTime: Infinity,
})
