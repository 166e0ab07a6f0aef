import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { api, unwrap } from '@/api/client'
import type { InvitationCreate } from '@/api/types'

const previewKey = 'invitation-preview'

const inGroup = (groupId: string) => ({ path: { group_id: groupId } })

export const invitationsQuery = (groupId: string, page = 1) =>
  queryOptions({
    queryKey: ['groups', groupId, 'invitations', page],
    queryFn: () => {
      const params = { ...inGroup(groupId), query: { page } }
      return unwrap(api.GET('/api/v1/groups/{group_id}/invitations', { params }))
    },
  })

/** What a code opens. It is a POST, so that the code stands in no address and no log. */
export const previewQuery = (code: string) =>
  queryOptions({
    queryKey: [previewKey, code],
    queryFn: () => unwrap(api.POST('/api/v1/invitations/preview', { body: { code } })),
    retry: false,
    gcTime: 0,
  })

export function useCreateInvitation(groupId: string) {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (body: InvitationCreate) =>
      unwrap(api.POST('/api/v1/groups/{group_id}/invitations', { params: inGroup(groupId), body })),
    meta: { showsError: true },
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['groups', groupId, 'invitations'] }),
  })
}

export function useRevokeInvitation(groupId: string) {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (invitationId: string) =>
      unwrap(
        api.DELETE('/api/v1/invitations/{invitation_id}', {
          params: { path: { invitation_id: invitationId } },
        }),
      ),
    meta: { showsError: true },
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['groups', groupId, 'invitations'] }),
  })
}

/** Who waits to be let in; all of them, there are few. */
export const joinRequestsQuery = (groupId: string) =>
  queryOptions({
    queryKey: ['groups', groupId, 'join-requests'],
    queryFn: () => {
      const params = { ...inGroup(groupId), query: { page_size: 200 } }
      return unwrap(api.GET('/api/v1/groups/{group_id}/join-requests', { params }))
    },
  })

export function useDecideRequest(groupId: string) {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: async ({ id, verb }: { id: string; verb: 'accept' | 'decline' }) => {
      const params = { path: { request_id: id } }
      if (verb === 'accept') await unwrap(api.POST('/api/v1/join-requests/{request_id}/accept', { params }))
      else await unwrap(api.POST('/api/v1/join-requests/{request_id}/decline', { params }))
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['groups', groupId] }),
  })
}

export function useMailInvitation(groupId: string) {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (invitationId: string) =>
      unwrap(
        api.POST('/api/v1/invitations/{invitation_id}/mail', {
          params: { path: { invitation_id: invitationId } },
        }),
      ),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['groups', groupId, 'invitations'] }),
  })
}

export function usePreview() {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (code: string) => queryClient.fetchQuery({ ...previewQuery(code), staleTime: 0 }),
    meta: { showsError: true },
  })
}

export function useJoin() {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (code: string) => unwrap(api.POST('/api/v1/invitations/accept', { body: { code } })),
    meta: { showsError: true },
    onSuccess: () => {
      // What I may see has grown in more places than the list of groups. The page is left: nobody waits for them.
      void queryClient.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== previewKey })
    },
  })
}
