import { keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { api, unwrap } from '@/api/client'
import type { GroupCreate, GroupRole } from '@/api/types'

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
    onSuccess: () =>
      Promise.all([
        queryClient.invalidateQueries({ queryKey: ['groups', 'list'] }),
        queryClient.invalidateQueries({ queryKey: ['me'] }),
      ]),
  })
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
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['groups'] }),
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
