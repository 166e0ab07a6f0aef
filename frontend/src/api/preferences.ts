/** What the person prefers; kept with the account, so that it holds on every workstation. */
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api, unwrap } from './client'
import type { Preferences } from './types'

export const usualPreferences: Preferences = {
  language: null,
  idle_minutes: null,
  has_single_keys: true,
  bindings: {},
}

type Sent = Awaited<ReturnType<typeof ask>>

const ask = () => unwrap(api.GET('/api/v1/auth/me/preferences'))
const whole = (sent: Sent): Preferences => ({ ...usualPreferences, ...sent })

export const preferencesQuery = queryOptions({
  queryKey: ['preferences'],
  queryFn: async () => whole(await ask()),
  staleTime: Infinity,
})

/** The usual ones until they are known. */
export function usePreferences(): Preferences {
  const { data } = useQuery(preferencesQuery)
  return data ?? usualPreferences
}

/** Saves what is changed, and shows it at once. The server takes all preferences together. */
export function useSavePreferences() {
  const queryClient = useQueryClient()
  const { queryKey } = preferencesQuery
  return useMutation({
    scope: { id: 'preferences' },
    mutationFn: async (change: Partial<Preferences>) => {
      const known = await queryClient.ensureQueryData(preferencesQuery)
      const body = { ...known, ...change }
      return whole(await unwrap(api.PUT('/api/v1/auth/me/preferences', { body })))
    },
    meta: { showsError: true },
    onMutate: async (change) => {
      await queryClient.cancelQueries({ queryKey })
      const before = queryClient.getQueryData(queryKey)
      if (before) queryClient.setQueryData(queryKey, { ...before, ...change })
      return { before }
    },
    onError: (_error, _change, context) => {
      if (context?.before) queryClient.setQueryData(queryKey, context.before)
    },
    onSuccess: (saved) => queryClient.setQueryData(queryKey, saved),
  })
}
