import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { api, unwrap } from '@/api/client'
import type { components } from '@/api/schema'

type Schemas = components['schemas']
export type ApiToken = Schemas['ApiTokenRead']
export type ApiTokenMade = Schemas['ApiTokenMade']

export const tokensQuery = queryOptions({
  queryKey: ['tokens'],
  // All of them: there are at most fifty.
  queryFn: () => unwrap(api.GET('/api/v1/auth/tokens', { params: { query: { page_size: 100 } } })),
})

export function useCreateToken() {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (body: Schemas['ApiTokenCreate']) => unwrap(api.POST('/api/v1/auth/tokens', { body })),
    meta: { showsError: true },
    // The key itself is shown once and kept nowhere.
    gcTime: 0,
    onSuccess: () => queryClient.invalidateQueries(tokensQuery),
  })
}

export function useRevokeToken() {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (id: string) =>
      unwrap(api.DELETE('/api/v1/auth/tokens/{token_id}', { params: { path: { token_id: id } } })),
    onSettled: () => queryClient.invalidateQueries(tokensQuery),
  })
}
