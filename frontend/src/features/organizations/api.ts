import { keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { api, unwrap } from '@/api/client'
import type { OrganizationCreate, OrganizationRole } from '@/api/types'

const inOrganization = (organizationId: string) => ({ path: { organization_id: organizationId } })
const member = (organizationId: string, userId: string) => ({
  params: { path: { organization_id: organizationId, user_id: userId } },
})

export const organizationsQuery = (page = 1) =>
  queryOptions({
    queryKey: ['organizations', 'list', page],
    queryFn: () => unwrap(api.GET('/api/v1/organizations', { params: { query: { page } } })),
    placeholderData: keepPreviousData,
  })

export const organizationQuery = (organizationId: string) =>
  queryOptions({
    queryKey: ['organizations', organizationId],
    queryFn: () =>
      unwrap(api.GET('/api/v1/organizations/{organization_id}', { params: inOrganization(organizationId) })),
  })

export const organizationMembersQuery = (organizationId: string, page = 1) =>
  queryOptions({
    queryKey: ['organizations', organizationId, 'members', page],
    queryFn: () => {
      const params = { ...inOrganization(organizationId), query: { page } }
      return unwrap(api.GET('/api/v1/organizations/{organization_id}/members', { params }))
    },
    placeholderData: keepPreviousData,
  })

export const organizationGroupsQuery = (organizationId: string, page = 1) =>
  queryOptions({
    queryKey: ['organizations', organizationId, 'groups', page],
    queryFn: () => {
      const params = { ...inOrganization(organizationId), query: { page } }
      return unwrap(api.GET('/api/v1/organizations/{organization_id}/groups', { params }))
    },
    placeholderData: keepPreviousData,
  })

/** Names, counts and roles of centres stand in these. */
function useRefresh() {
  const queryClient = useQueryClient()
  return () =>
    Promise.all(['organizations', 'me'].map((key) => queryClient.invalidateQueries({ queryKey: [key] })))
}

export function useCreateOrganization() {
  return useMutation({
    mutationFn: (body: OrganizationCreate) => unwrap(api.POST('/api/v1/organizations', { body })),
    meta: { showsError: true },
    onSuccess: useRefresh(),
  })
}

export function useRenameOrganization(organizationId: string) {
  return useMutation({
    mutationFn: (name: string) =>
      unwrap(
        api.PATCH('/api/v1/organizations/{organization_id}', {
          params: inOrganization(organizationId),
          body: { name },
        }),
      ),
    meta: { showsError: true },
    onSuccess: useRefresh(),
  })
}

export function useAddOrganizationMember(organizationId: string) {
  return useMutation({
    mutationFn: (body: { email: string; role: OrganizationRole }) =>
      unwrap(
        api.POST('/api/v1/organizations/{organization_id}/members', {
          params: inOrganization(organizationId),
          body,
        }),
      ),
    meta: { showsError: true },
    onSuccess: useRefresh(),
  })
}

export function useChangeOrganizationRole(organizationId: string) {
  return useMutation({
    mutationFn: ({ userId, role }: { userId: string; role: OrganizationRole }) =>
      unwrap(
        api.PATCH('/api/v1/organizations/{organization_id}/members/{user_id}', {
          ...member(organizationId, userId),
          body: { role },
        }),
      ),
    onSuccess: useRefresh(),
  })
}

export function useRemoveOrganizationMember(organizationId: string) {
  return useMutation({
    mutationFn: (userId: string) =>
      unwrap(
        api.DELETE(
          '/api/v1/organizations/{organization_id}/members/{user_id}',
          member(organizationId, userId),
        ),
      ),
    meta: { showsError: true },
    onSuccess: useRefresh(),
  })
}

export function useEnterGroup(organizationId: string) {
  const queryClient = useQueryClient()
  const refresh = useRefresh()
  return useMutation({
    mutationFn: (groupId: string) =>
      unwrap(
        api.POST('/api/v1/organizations/{organization_id}/groups/{group_id}/enter', {
          params: { path: { organization_id: organizationId, group_id: groupId } },
        }),
      ),
    meta: { showsError: true },
    onSuccess: () => Promise.all([refresh(), queryClient.invalidateQueries({ queryKey: ['groups'] })]),
  })
}
