import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { api, unwrap } from '@/api/client'
import type { components } from '@/api/schema'

type Schemas = components['schemas']
export type Thread = Schemas['ThreadRead']
export type Comment = Schemas['CommentRead']
export type ThreadCreate = Schemas['ThreadCreate']

export const threadsQuery = (setId: string, sampleId: string) =>
  queryOptions({
    queryKey: ['threads', setId, sampleId],
    queryFn: () => {
      const params = { path: { set_id: setId, sample_id: sampleId }, query: { page_size: 500 } }
      return unwrap(api.GET('/api/v1/sets/{set_id}/samples/{sample_id}/threads', { params }))
    },
  })

function useRefresh(setId: string, sampleId: string) {
  const queryClient = useQueryClient()
  return () => queryClient.invalidateQueries({ queryKey: ['threads', setId, sampleId] })
}

export function useBeginThread(setId: string, sampleId: string) {
  const onSuccess = useRefresh(setId, sampleId)
  return useMutation({
    mutationFn: (body: ThreadCreate) => {
      const params = { path: { set_id: setId, sample_id: sampleId } }
      return unwrap(api.POST('/api/v1/sets/{set_id}/samples/{sample_id}/threads', { params, body }))
    },
    onSuccess,
  })
}

export function useAnswer(setId: string, sampleId: string) {
  const onSuccess = useRefresh(setId, sampleId)
  return useMutation({
    mutationFn: ({ threadId, content }: { threadId: string; content: string }) => {
      const params = { path: { thread_id: threadId } }
      return unwrap(api.POST('/api/v1/threads/{thread_id}/comments', { params, body: { content } }))
    },
    onSuccess,
  })
}

export function useEditComment(setId: string, sampleId: string) {
  const onSuccess = useRefresh(setId, sampleId)
  return useMutation({
    mutationFn: ({ commentId, content }: { commentId: string; content: string }) => {
      const params = { path: { comment_id: commentId } }
      return unwrap(api.PATCH('/api/v1/comments/{comment_id}', { params, body: { content } }))
    },
    onSuccess,
  })
}

export function useDeleteComment(setId: string, sampleId: string) {
  const onSuccess = useRefresh(setId, sampleId)
  return useMutation({
    mutationFn: (commentId: string) =>
      unwrap(api.DELETE('/api/v1/comments/{comment_id}', { params: { path: { comment_id: commentId } } })),
    onSuccess,
  })
}

export function useSettle(setId: string, sampleId: string) {
  const onSuccess = useRefresh(setId, sampleId)
  return useMutation({
    mutationFn: ({ id, resolved_at: resolvedAt }: Thread) => {
      const params = { path: { thread_id: id } }
      return unwrap(
        api.PATCH('/api/v1/threads/{thread_id}', { params, body: { is_resolved: resolvedAt === null } }),
      )
    },
    onSuccess,
  })
}
