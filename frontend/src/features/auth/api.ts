import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { api, unwrap } from '@/api/client'

export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: () => unwrap(api.GET('/api/v1/auth/me')),
  staleTime: Infinity,
  retry: false,
})

export const aboutQuery = queryOptions({
  queryKey: ['about'],
  queryFn: () => unwrap(api.GET('/api/v1/about')),
  staleTime: Infinity,
})

export function useSignIn() {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (body: { email: string; password: string }) =>
      unwrap(api.POST('/api/v1/auth/sign-in', { body })),
    meta: { showsError: true },
    onSuccess: (me) => {
      // What another account has seen in this tab is not for this one.
      queryClient.clear()
      queryClient.setQueryData(meQuery.queryKey, me)
    },
  })
}

export function useSignOut() {
  return useMutation({ mutationFn: () => unwrap(api.POST('/api/v1/auth/sign-out')) })
}
