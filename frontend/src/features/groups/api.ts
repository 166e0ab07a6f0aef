import {
  keepPreviousData,
  type QueryClient,
  queryOptions,
  useMutation,
  useQueryClient,
} from '@tanstack/react-query'
import { api, unwrap } from '@/api/client'
import type { Group, GroupCreate, GroupRole, GroupUpdate } from '@/api/types'

const inGroup = (groupId: string) => ({ path: { group_id: groupId } })

export const groupsQuery = (page = 1) =>
  queryOptions({
    queryKey: ['groups', 'list', page],
    queryFn: () => unwrap(api.GET('/api/v1/groups', { params: { query: { page } } })),
    placeholderData: keepPreviousData,
  })

export const groupQuery = (groupId: string) =>
  queryOptions({
    queryKey: ['groups', groupId],
    queryFn: () => unwrap(api.GET('/api/v1/groups/{group_id}', { params: inGroup(groupId) })),
  })

/** All members at once: a team is small. */
export const membersQuery = (groupId: string) =>
  queryOptions({
    queryKey: ['groups', groupId, 'members'],
    queryFn: () => {
      const params = { ...inGroup(groupId), query: { page_size: 500 } }
      return unwrap(api.GET('/api/v1/groups/{group_id}/members', { params }))
    },
  })

export function useCreateGroup() {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (body: GroupCreate) => unwrap(api.POST('/api/v1/groups', { body })),
    meta: { showsError: true },
    onSuccess: () => refreshMine(queryClient),
  })
}

/** What is deleted with a group; asked anew each time it matters. */
export const groupContentsQuery = (groupId: string) =>
  queryOptions({
    queryKey: ['groups', groupId, 'contents'],
    queryFn: () => unwrap(api.GET('/api/v1/groups/{group_id}/contents', { params: inGroup(groupId) })),
    staleTime: 0,
    gcTime: 0,
  })

/** Saves only over the version that was looked at: a newer one answers 412. */
export function useUpdateGroup(groupId: string) {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: ({ version, ...body }: GroupUpdate & { version: number }) => {
      const params = { ...inGroup(groupId), header: { 'if-match': `"${version}"` } }
      return unwrap(api.PATCH('/api/v1/groups/{group_id}', { params, body }))
    },
    meta: { showsError: true },
    onSuccess: (group) => {
      queryClient.setQueryData(groupQuery(groupId).queryKey, group)
      return refreshMine(queryClient)
    },
  })
}

export function useDeleteGroup() {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: ({ id }: Group) => unwrap(api.DELETE('/api/v1/groups/{group_id}', { params: inGroup(id) })),
    meta: { showsError: true },
    onSuccess: () => forgetGroup(queryClient),
  })
}

export function useLeaveGroup() {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: ({ id }: Group) =>
      unwrap(api.POST('/api/v1/groups/{group_id}/leave', { params: inGroup(id) })),
    meta: { showsError: true },
    onSuccess: () => forgetGroup(queryClient),
  })
}

/** What names my groups. */
function refreshMine(queryClient: QueryClient) {
  return Promise.all([
    queryClient.invalidateQueries({ queryKey: ['groups', 'list'] }),
    queryClient.invalidateQueries({ queryKey: ['me'] }),
  ])
}

/** A group is gone for me, with all that I saw by it. Its own page is left alone until it is left. */
function forgetGroup(queryClient: QueryClient) {
  queryClient.removeQueries({ type: 'inactive' })
  return refreshMine(queryClient)
}

export function useAddMember(groupId: string) {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (body: { email: string; role: GroupRole }) =>
      unwrap(api.POST('/api/v1/groups/{group_id}/members', { params: inGroup(groupId), body })),
    meta: { showsError: true },
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['groups'] }),
  })
}

const member = (groupId: string, userId: string) => ({
  params: { path: { group_id: groupId, user_id: userId } },
})

export function useChangeRole(groupId: string) {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: ({ userId, role }: { userId: string; role: GroupRole }) =>
      unwrap(
        api.PATCH('/api/v1/groups/{group_id}/members/{user_id}', {
          ...member(groupId, userId),
          body: { role },
        }),
      ),
    onSuccess: () =>
      // It may have been my own: what I may do in the group and its sets.
      Promise.all(['groups', 'sets', 'me'].map((key) => queryClient.invalidateQueries({ queryKey: [key] }))),
  })
}

export function useRemoveMember(groupId: string) {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (userId: string) =>
      unwrap(api.DELETE('/api/v1/groups/{group_id}/members/{user_id}', member(groupId, userId))),
    meta: { showsError: true },
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['groups'] }),
  })
}
