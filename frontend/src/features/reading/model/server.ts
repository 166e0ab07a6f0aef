/** What the reading room asks of the server. */
import { queryOptions } from '@tanstack/react-query'
import { api, unwrap } from '@/api/client'
import { ApiError } from '@/api/errors'
import { askWhoIsHere, isHere } from '@/api/person'
import type { components } from '@/api/schema'
import type { Me, Page } from '@/api/types'
import { i18n } from '@/lib/i18n'
import type { Examination, Label, Package, ReadingSet, SentOperation } from './examination'
import type { Acknowledgement, PostOperations } from './session'

export type PackageItem = components['schemas']['PackageItemRead']

/** Everything about a package that does not change while it is read. */
export interface ReadingPackage {
  me: Me
  package: Package
  set: ReadingSet
  labels: Label[]
}

const PAGE = 500

export const packageQuery = (packageId: string) =>
  queryOptions({
    queryKey: ['reading', packageId, 'package'],
    staleTime: 60_000,
    queryFn: async (): Promise<ReadingPackage> => {
      const [me, opened] = await Promise.all([
        askWhoIsHere(),
        unwrap(api.GET('/api/v1/packages/{package_id}', { params: { path: { package_id: packageId } } })),
      ])
      const path = { set_id: opened.set_id }
      const [set, labels] = await Promise.all([
        unwrap(api.GET('/api/v1/sets/{set_id}', { params: { path } })),
        allPages<Label>((page) =>
          unwrap(
            api.GET('/api/v1/sets/{set_id}/labels', { params: { path, query: { page, page_size: PAGE } } }),
          ),
        ),
      ])
      return { me, package: opened, set, labels: labels.sort((a, b) => a.position - b.position) }
    },
  })

export const itemsQuery = (packageId: string) =>
  queryOptions({
    queryKey: ['reading', packageId, 'items'],
    staleTime: Infinity,
    queryFn: async (): Promise<PackageItem[]> => {
      const items = await allPages<PackageItem>((page) =>
        unwrap(
          api.GET('/api/v1/packages/{package_id}/items', {
            params: { path: { package_id: packageId }, query: { page, page_size: PAGE } },
          }),
        ),
      )
      return items.sort((a, b) => a.position - b.position)
    },
  })

export async function allPages<Item>(ask: (page: number) => Promise<Page<Item>>): Promise<Item[]> {
  const { items, total } = await ask(1)
  const rest = Array.from({ length: Math.ceil(total / PAGE) - 1 }, (_, i) => ask(i + 2))
  return [...items, ...(await Promise.all(rest)).flatMap((page) => page.items)]
}

export const openExamination = (packageId: string, sampleId: string): Promise<Examination> =>
  unwrap(
    api.POST('/api/v1/packages/{package_id}/samples/{sample_id}/examination', {
      params: { path: { package_id: packageId, sample_id: sampleId } },
    }),
  )

export const fetchExamination = (id: string): Promise<Examination> =>
  unwrap(api.GET('/api/v1/examinations/{examination_id}', { params: { path: { examination_id: id } } }))

/** What the masks of a reading mark, as it is now or as it was at a version. */
export const fetchMasks = (id: string, version?: number) =>
  unwrap(
    api.GET('/api/v1/examinations/{examination_id}/masks', {
      params: { path: { examination_id: id }, query: version === undefined ? {} : { version } },
    }),
  )

const postOperations = (
  id: string,
  baseVersion: number,
  operations: SentOperation[],
): Promise<Acknowledgement> =>
  unwrap(
    api.POST('/api/v1/examinations/{examination_id}/operations', {
      params: { path: { examination_id: id } },
      body: { base_version: baseVersion, operations },
    }),
  )

/** What one person drew waits for them: it is never sent in the name of somebody who has signed in here since. */
export function postAs(userId: string): PostOperations {
  return async (...work) => {
    if (await isHere(userId)) return postOperations(...work)
    throw new ApiError(401, 'SomebodyElse', i18n.t('reading:signedOut'))
  }
}

export const thumbnailUrl = (sampleId: string): string => `/api/v1/samples/${sampleId}/thumbnail`
