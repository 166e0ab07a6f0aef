/** What the reading room asks of the server. */
import { queryOptions } from '@tanstack/react-query'
import { api, unwrap } from '@/api/client'
import { noAnswer, problemFrom } from '@/api/errors'
import { sessionFetch } from '@/api/session'
import type { Me, Page } from '@/api/types'
import type { Examination, Label, Operation, Package, ReadingSet, Sample } from './examination'
import type { Acknowledgement } from './session'

export interface PackageItem {
  sample: Sample
  position: number
  state: 'open' | 'done' | null
  annotation_count: number
}

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
        unwrap(api.GET('/api/v1/auth/me')),
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

async function allPages<Item>(ask: (page: number) => Promise<Page<Item>>): Promise<Item[]> {
  const { items, total } = await ask(1)
  const rest = Array.from({ length: Math.ceil(total / PAGE) - 1 }, (_, i) => ask(i + 2))
  return [...items, ...(await Promise.all(rest)).flatMap((page) => page.items)]
}

export const openExamination = (packageId: string, sampleId: string): Promise<Examination> =>
  ask('POST', `/api/v1/packages/${packageId}/samples/${sampleId}/examination`)

export const fetchExamination = (id: string): Promise<Examination> => ask('GET', `/api/v1/examinations/${id}`)

export const postOperations = (
  id: string,
  baseVersion: number,
  operations: Operation[],
): Promise<Acknowledgement> =>
  ask('POST', `/api/v1/examinations/${id}/operations`, { base_version: baseVersion, operations })

async function ask<Data>(method: 'GET' | 'POST', path: string, body?: unknown): Promise<Data> {
  const request = new Request(new URL(path, location.origin), {
    method,
    headers: { 'Content-Type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  const response = await sessionFetch(request).catch(() => {
    throw noAnswer()
  })
  const answer: unknown = await response.json().catch(() => null)
  if (!response.ok) throw problemFrom(response.status, answer)
  return answer as Data
}

export const thumbnailUrl = (sampleId: string): string => `/api/v1/samples/${sampleId}/thumbnail`
