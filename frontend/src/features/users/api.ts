import { keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { api, unwrap } from '@/api/client'
import type { UserCreate, UserUpdate } from '@/api/types'

export const usersQuery = (search: string | undefined, page = 1) =>
  queryOptions({
    queryKey: ['users', search ?? '', page],
    queryFn: () => {
      const query = { page, ...(search && { search }) }
      return unwrap(api.GET('/api/v1/users', { params: { query } }))
    },
    placeholderData: keepPreviousData,
  })

export function useCreateUser() {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (body: UserCreate) => unwrap(api.POST('/api/v1/users', { body })),
    meta: { showsError: true },
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['users'] }),
  })
}

export function useUpdateUser(userId: string) {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (body: UserUpdate) =>
      unwrap(api.PATCH('/api/v1/users/{user_id}', { params: { path: { user_id: userId } }, body })),
    meta: { showsError: true },
    onSuccess: () =>
      // It may have been my own account.
      Promise.all(['users', 'me'].map((key) => queryClient.invalidateQueries({ queryKey: [key] }))),
  })
}
