import {
  keepPreviousData,
  type QueryClient,
  queryOptions,
  useMutation,
  useQueryClient,
} from '@tanstack/react-query'
import { api, unwrap } from '@/api/client'
import type { Package, PackageFilter, PackagesSplit, PackagesUpdate } from '@/api/types'

export const packageStates = ['free', 'assigned', 'started', 'done'] as const
export const packageSorts = ['position', '-position', 'due_on', '-priority'] as const
export const priorities = [1, 0, -1] as const

export const setPackagesQuery = (setId: string, page = 1, filter: PackageFilter = {}) =>
  queryOptions({
    queryKey: ['packages', 'set', setId, page, filter],
    queryFn: () => {
      const params = { path: { set_id: setId }, query: { page, ...filter } }
      return unwrap(api.GET('/api/v1/sets/{set_id}/packages', { params }))
    },
    placeholderData: keepPreviousData,
  })

export const myPackagesQuery = queryOptions({
  queryKey: ['packages', 'mine'],
  queryFn: () => unwrap(api.GET('/api/v1/packages', { params: { query: { page_size: 500 } } })),
})

const never = '9999-12-31'

export const isToRead = (item: Package) => item.status !== 'done' && !item.is_set_archived

/** Its day is over, and it is not read. */
export const isOverdue = (item: Package, today = new Date().toISOString().slice(0, 10)) =>
  item.due_on !== null && item.due_on < today && item.status !== 'done'

/** What is begun comes before what is not; within that, by priority and by the day it is due, then as dealt out. */
export function inReadingOrder(packages: readonly Package[]): Package[] {
  return packages
    .filter(isToRead)
    .toSorted(
      (a, b) =>
        Number(b.status === 'started') - Number(a.status === 'started') ||
        b.priority - a.priority ||
        (a.due_on ?? never).localeCompare(b.due_on ?? never),
    )
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
          body: { user_id: userId, even_if_begun: false },
        }),
      ),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['packages'] }),
  })
}

export interface Giving {
  packageIds: string[]
  userId: string | null
  /** Also away from who has begun; their readings stay theirs. */
  evenIfBegun: boolean
}

/** Gives packages of a set to one reader, or to nobody: all of them, or none. */
export function useAssignPackages(setId: string) {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: ({ packageIds, userId, evenIfBegun }: Giving) =>
      unwrap(
        api.POST('/api/v1/sets/{set_id}/packages/assign', {
          params: { path: { set_id: setId } },
          body: { package_ids: packageIds, user_id: userId, even_if_begun: evenIfBegun },
        }),
      ),
    meta: { showsError: true },
    onSettled: () => refresh(queryClient, setId),
  })
}

/** Says of packages of a set when they are due and which are read first. */
export function useUpdatePackages(setId: string) {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (body: PackagesUpdate) =>
      unwrap(api.PATCH('/api/v1/sets/{set_id}/packages', { params: { path: { set_id: setId } }, body })),
    meta: { showsError: true },
    onSettled: () => refresh(queryClient, setId),
  })
}

/** Gives free packages to readers, evenly. */
export function useShareOut(setId: string) {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (readerIds: string[]) =>
      unwrap(
        api.POST('/api/v1/sets/{set_id}/packages/share-out', {
          params: { path: { set_id: setId } },
          body: { reader_ids: readerIds },
        }),
      ),
    meta: { showsError: true },
    onSuccess: () => refresh(queryClient, setId),
  })
}

/** Deals out anew what nobody has begun. */
export function useSplit(setId: string) {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (body: PackagesSplit) =>
      unwrap(api.POST('/api/v1/sets/{set_id}/packages/split', { params: { path: { set_id: setId } }, body })),
    meta: { showsError: true },
    onSuccess: () => refresh(queryClient, setId),
  })
}

export function useRelease() {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (packageId: string) =>
      unwrap(
        api.POST('/api/v1/packages/{package_id}/release', { params: { path: { package_id: packageId } } }),
      ),
    meta: { showsError: true },
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['packages'] }),
  })
}

function refresh(queryClient: QueryClient, setId: string) {
  const keys = [['packages'], ['sets', setId]]
  return Promise.all(keys.map((queryKey) => queryClient.invalidateQueries({ queryKey })))
}
