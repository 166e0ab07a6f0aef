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
