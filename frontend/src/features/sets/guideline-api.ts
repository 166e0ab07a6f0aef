import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { api, unwrap } from '@/api/client'

export const guidelineImagesQuery = (setId: string) =>
  queryOptions({
    queryKey: ['sets', setId, 'guideline-images'],
    queryFn: () => {
      const params = { path: { set_id: setId }, query: { page_size: 200 } }
      return unwrap(api.GET('/api/v1/sets/{set_id}/guideline-images', { params }))
    },
  })

export const guidelineImageUrl = (id: string): string => `/api/v1/guideline-images/${id}`

/** Sends a picture as it is; the answer says how the guideline shows it. */
export function useAddGuidelineImage(setId: string) {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (file: File) =>
      unwrap(
        api.POST('/api/v1/sets/{set_id}/guideline-images', {
          params: {
            path: { set_id: setId },
            query: { name: file.name.replace(/\.[^.]+$/, '') || file.name },
          },
          headers: { 'Content-Type': file.type },
          body: file as never,
          bodySerializer: (body) => body as File,
        }),
      ),
    meta: { showsError: true },
    onSuccess: () => queryClient.invalidateQueries(guidelineImagesQuery(setId)),
  })
}

export function useDeleteGuidelineImage(setId: string) {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (id: string) =>
      unwrap(
        api.DELETE('/api/v1/guideline-images/{guideline_image_id}', {
          params: { path: { guideline_image_id: id } },
        }),
      ),
    onSettled: () => queryClient.invalidateQueries(guidelineImagesQuery(setId)),
  })
}
