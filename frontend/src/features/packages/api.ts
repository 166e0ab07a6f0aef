import { keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { api, unwrap } from '@/api/client'
import type { Package } from '@/api/types'

export const setPackagesQuery = (setId: string, page = 1) =>
  queryOptions({
    queryKey: ['packages', 'set', setId, page],
    queryFn: () => {
      const params = { path: { set_id: setId }, query: { page } }
      return unwrap(api.GET('/api/v1/sets/{set_id}/packages', { params }))
    },
    placeholderData: keepPreviousData,
  })

export const myPackagesQuery = queryOptions({
  queryKey: ['packages', 'mine'],
  queryFn: () => unwrap(api.GET('/api/v1/packages', { params: { query: { page_size: 500 } } })),
})

export const isToRead = (item: Package) => item.status !== 'done' && !item.is_set_archived

/** What is begun comes before what is not; within that, as dealt out. */
export function inReadingOrder(packages: readonly Package[]): Package[] {
  return packages
    .filter(isToRead)
    .toSorted((a, b) => Number(b.status === 'started') - Number(a.status === 'started'))
}

export function useClaimPackage(setId: string) {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: () =>
      unwrap(api.POST('/api/v1/sets/{set_id}/packages/claim', { params: { path: { set_id: setId } } })),
    meta: { showsError: true },
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['packages'] }),
  })
}

export function useAssignPackage() {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: ({ packageId, userId }: { packageId: string; userId: string | null }) =>
      unwrap(
        api.PUT('/api/v1/packages/{package_id}/assignee', {
          params: { path: { package_id: packageId } },
          body: { user_id: userId },
        }),
      ),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['packages'] }),
  })
}

/** Gives packages of a set to one reader, or to nobody: all of them, or none. */
export function useAssignPackages(setId: string) {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: ({ packageIds, userId }: { packageIds: string[]; userId: string | null }) =>
      unwrap(
        api.POST('/api/v1/sets/{set_id}/packages/assign', {
          params: { path: { set_id: setId } },
          body: { package_ids: packageIds, user_id: userId },
        }),
      ),
    meta: { showsError: true },
    onSettled: () => {
      const keys = [['packages'], ['sets', setId]]
      return Promise.all(keys.map((queryKey) => queryClient.invalidateQueries({ queryKey })))
    },
  })
}
