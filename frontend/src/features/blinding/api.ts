import { keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { api, unwrap } from '@/api/client'

const ofSet = (setId: string) => ({ path: { set_id: setId } })

export const blindingLiftsQuery = (setId: string, page = 1) =>
  queryOptions({
    queryKey: ['sets', setId, 'blinding-lifts', page],
    queryFn: () => {
      const params = { ...ofSet(setId), query: { page } }
      return unwrap(api.GET('/api/v1/sets/{set_id}/blinding-lifts', { params }))
    },
    placeholderData: keepPreviousData,
  })

/** Everything that was kept from the caller may be shown now: all of it is asked again. */
export function useLiftBlinding(setId: string) {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (reason: string) =>
      unwrap(api.POST('/api/v1/sets/{set_id}/blinding-lift', { params: ofSet(setId), body: { reason } })),
    meta: { showsError: true },
    onSuccess: () => queryClient.invalidateQueries(),
  })
}
