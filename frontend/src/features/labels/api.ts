import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { api, unwrap } from '@/api/client'
import type { LabelCreate, LabelUpdate } from '@/api/types'

/** All labels at once: readers choose from them by key. */
export const labelsQuery = (setId: string) =>
  queryOptions({
    queryKey: ['sets', setId, 'labels'],
    queryFn: () => {
      const params = { path: { set_id: setId }, query: { page_size: 500 } }
      return unwrap(api.GET('/api/v1/sets/{set_id}/labels', { params }))
    },
  })

export function useCreateLabel(setId: string) {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (body: LabelCreate) =>
      unwrap(api.POST('/api/v1/sets/{set_id}/labels', { params: { path: { set_id: setId } }, body })),
    meta: { showsError: true },
    onSuccess: () => queryClient.invalidateQueries(labelsQuery(setId)),
  })
}

export function useUpdateLabel(setId: string, labelId: string) {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (body: LabelUpdate) =>
      unwrap(api.PATCH('/api/v1/labels/{label_id}', { params: { path: { label_id: labelId } }, body })),
    meta: { showsError: true },
    onSuccess: () => queryClient.invalidateQueries(labelsQuery(setId)),
  })
}

export function useDeleteLabel(setId: string, labelId: string) {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: () =>
      unwrap(api.DELETE('/api/v1/labels/{label_id}', { params: { path: { label_id: labelId } } })),
    meta: { showsError: true },
    onSuccess: () => queryClient.invalidateQueries(labelsQuery(setId)),
  })
}
