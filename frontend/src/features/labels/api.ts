import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { api, unwrap } from '@/api/client'
import type { components } from '@/api/schema'
import type { Label, LabelCreate, LabelUpdate, Page } from '@/api/types'

/** All labels at once: readers choose from them by key. */
export const labelsQuery = (setId: string) =>
  queryOptions({
    queryKey: ['sets', setId, 'labels'],
    queryFn: () => {
      const params = { path: { set_id: setId }, query: { page_size: 500 } }
      return unwrap(api.GET('/api/v1/sets/{set_id}/labels', { params }))
    },
  })

const ofLabel = (labelId: string) => ({ path: { label_id: labelId } })

/** What is deleted with a label; asked anew each time it matters. */
export const labelContentsQuery = (labelId: string) =>
  queryOptions({
    queryKey: ['labels', labelId, 'contents'],
    queryFn: () => unwrap(api.GET('/api/v1/labels/{label_id}/contents', { params: ofLabel(labelId) })),
    staleTime: 0,
    gcTime: 0,
  })

export type LabelsTaken = components['schemas']['LabelSetTaken']

/** Adds the labels of a file: ours, or CVAT's list. What is no JSON is refused by the server, which names why. */
export function useImportLabels(setId: string) {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: async (file: File) => {
      const text = await file.text()
      return unwrap(
        api.POST('/api/v1/sets/{set_id}/label-set', {
          params: { path: { set_id: setId } },
          body: text as never,
          bodySerializer: (body) => body as unknown as string,
          headers: { 'Content-Type': 'application/json' },
        }),
      )
    },
    meta: { showsError: true },
    onSuccess: () => queryClient.invalidateQueries(labelsQuery(setId)),
  })
}

export function useCreateLabel(setId: string) {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (body: LabelCreate) =>
      unwrap(api.POST('/api/v1/sets/{set_id}/labels', { params: { path: { set_id: setId } }, body })),
    meta: { showsError: true },
    onSuccess: () => queryClient.invalidateQueries(labelsQuery(setId)),
  })
}

/** Saves only over the version that was looked at: a newer one answers 412. */
export function useUpdateLabel({ id, set_id: setId, version }: Label) {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (body: LabelUpdate) => {
      const params = { ...ofLabel(id), header: { 'if-match': `"${version}"` } }
      return unwrap(api.PATCH('/api/v1/labels/{label_id}', { params, body }))
    },
    meta: { showsError: true },
    onSettled: () => queryClient.invalidateQueries(labelsQuery(setId)),
  })
}

/** Closes a label to new objects, or offers it again. Nothing is lost by either, so a failure is said aside. */
export function useArchiveLabel({ id, set_id: setId }: Label) {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (isArchived: boolean) =>
      unwrap(
        api.PATCH('/api/v1/labels/{label_id}', { params: ofLabel(id), body: { is_archived: isArchived } }),
      ),
    onSettled: () => queryClient.invalidateQueries(labelsQuery(setId)),
  })
}

/** Puts a label elsewhere in the palette; the list shows it at once. */
export function useMoveLabel(setId: string) {
  const queryClient = useQueryClient()
  const { queryKey } = labelsQuery(setId)
  return useMutation({
    mutationFn: ({ id, to }: { id: string; to: number }) =>
      unwrap(api.PATCH('/api/v1/labels/{label_id}', { params: ofLabel(id), body: { position: to + 1 } })),
    // One after the other: the order that was chosen last is the one that stays.
    scope: { id: `move-labels-${setId}` },
    onMutate: async ({ id, to }) => {
      await queryClient.cancelQueries({ queryKey })
      queryClient.setQueryData(queryKey, (list) => list && withMoved(list, id, to))
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey }),
  })
}

/** The list with one label at another place, counted from 0, and the others closed up. */
export function withMoved(list: Page<Label>, id: string, to: number): Page<Label> {
  const moved = list.items.find((label) => label.id === id)
  if (!moved) return list
  const others = list.items.filter((label) => label.id !== id)
  const items = others.toSpliced(to, 0, moved).map((label, index) => ({ ...label, position: index + 1 }))
  return { ...list, items }
}

export function useDeleteLabel({ id, set_id: setId }: Label) {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: ({ withObjects }: { withObjects: boolean }) => {
      const params = { ...ofLabel(id), query: { with_objects: withObjects } }
      return unwrap(api.DELETE('/api/v1/labels/{label_id}', { params }))
    },
    meta: { showsError: true },
    onSuccess: () => queryClient.invalidateQueries(labelsQuery(setId)),
  })
}
