import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { api, unwrap } from '@/api/client'
import { unlock } from '@/api/lock'
import { askWhoIsHere, knowPerson } from '@/api/person'
import type { Me, MeUpdate, Registration } from '@/api/types'

export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: askWhoIsHere,
  staleTime: Infinity,
  retry: false,
})

/** Where I am signed in. */
export const sessionsQuery = (page = 1) =>
  queryOptions({
    queryKey: ['sessions', page],
    queryFn: () => unwrap(api.GET('/api/v1/auth/sessions', { params: { query: { page } } })),
  })

export function useSignIn() {
  const begin = useBeginSession()
  return useMutation({
    mutationFn: (body: { email: string; password: string }) =>
      unwrap(api.POST('/api/v1/auth/sign-in', { body })),
    meta: { showsError: true },
    onSuccess: begin,
  })
}

export function useRegister() {
  const begin = useBeginSession()
  return useMutation({
    mutationFn: (body: Registration) => unwrap(api.POST('/api/v1/auth/register', { body })),
    meta: { showsError: true },
    onSuccess: begin,
  })
}

function useBeginSession() {
  const queryClient = useQueryClient()
  return (me: Me) => {
    // What another account has seen in this tab is not for this one.
    queryClient.clear()
    knowPerson(me.id)
    unlock()
    queryClient.setQueryData(meQuery.queryKey, me)
  }
}

/** The person who locked the screen is back: what the page holds stays, and is brought up to date. */
export function useUnlock(email: string) {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (password: string) => unwrap(api.POST('/api/v1/auth/sign-in', { body: { email, password } })),
    meta: { showsError: true },
    onSuccess: (me) => {
      knowPerson(me.id)
      queryClient.setQueryData(meQuery.queryKey, me)
      void queryClient.invalidateQueries()
    },
  })
}

export function useSignOut() {
  return useMutation({ mutationFn: () => unwrap(api.POST('/api/v1/auth/sign-out')) })
}

export function useUpdateMe() {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (body: MeUpdate) => unwrap(api.PATCH('/api/v1/auth/me', { body })),
    meta: { showsError: true },
    onSuccess: (me) => {
      queryClient.setQueryData(meQuery.queryKey, me)
      // My name stands in lists of members.
      return queryClient.invalidateQueries({ queryKey: ['groups'] })
    },
  })
}

export function useChangePassword() {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (body: { current_password: string; new_password: string }) =>
      unwrap(api.POST('/api/v1/auth/password', { body })),
    meta: { showsError: true },
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['sessions'] }),
  })
}

export function useRevokeSession() {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (sessionId: string) =>
      unwrap(
        api.DELETE('/api/v1/auth/sessions/{session_id}', { params: { path: { session_id: sessionId } } }),
      ),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['sessions'] }),
  })
}

export function useRevokeOtherSessions() {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: () => unwrap(api.DELETE('/api/v1/auth/sessions')),
    meta: { showsError: true },
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['sessions'] }),
  })
}
