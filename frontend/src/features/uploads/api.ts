import { keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { api, unwrap } from '@/api/client'
import type { Upload, UploadItem, UploadOutcome } from '@/api/types'

const inUpload = (uploadId: string) => ({ path: { upload_id: uploadId } })

export const outcomes: readonly UploadOutcome[] = [
  'stored',
  'stored_with_warning',
  'already_stored',
  'quarantined',
  'refused',
]

export const uploadsQuery = (page = 1) =>
  queryOptions({
    queryKey: ['uploads', 'list', page],
    queryFn: () => unwrap(api.GET('/api/v1/uploads', { params: { query: { page } } })),
    placeholderData: keepPreviousData,
  })

export const uploadQuery = (uploadId: string) =>
  queryOptions({
    queryKey: ['uploads', uploadId],
    queryFn: () => unwrap(api.GET('/api/v1/uploads/{upload_id}', { params: inUpload(uploadId) })),
    // Events bring progress; this is for when they do not come through.
    refetchInterval: (query) => (query.state.data && isWorking(query.state.data) ? 5_000 : false),
  })

/** Which files of an upload are meant; all of it may be in the address of a page. */
export interface ItemFilter {
  outcome?: UploadOutcome | undefined
  code?: string | undefined
  search?: string | undefined
}

export const uploadItemsQuery = (upload: Upload, filter: ItemFilter, page = 1) =>
  queryOptions({
    queryKey: ['uploads', upload.id, 'items', filter, page],
    queryFn: () => readItems(upload.id, filter, page, 100),
    placeholderData: keepPreviousData,
    // Outcomes appear one by one.
    refetchInterval: isWorking(upload) ? 2_000 : false,
  })

/** The kinds of remarks that an upload's files have; of very many files, those of the first. */
export const remarkCodesQuery = (upload: Upload) => {
  const remarked = (['refused', 'quarantined', 'stored_with_warning'] as const).filter(
    (outcome) => upload.counts[outcome] > 0,
  )
  return queryOptions({
    queryKey: ['uploads', upload.id, 'codes', remarked.map((outcome) => upload.counts[outcome])],
    queryFn: async () => {
      const lists = await Promise.all(remarked.map((outcome) => readItems(upload.id, { outcome }, 1, 500)))
      const codes = lists.flatMap(({ items }) =>
        items.flatMap(({ remarks }) => remarks.map(({ code }) => code)),
      )
      return [...new Set(codes)].toSorted()
    },
    placeholderData: keepPreviousData,
  })
}

export const reportUrl = (uploadId: string) => `/api/v1/uploads/${uploadId}/report.csv`

/** Uploads into a set that were begun and neither finished nor discarded. */
export const unfinishedQuery = (setId: string | null) =>
  queryOptions({
    queryKey: ['uploads', 'unfinished', setId],
    queryFn: () => readUnfinished(setId),
    staleTime: 0,
  })

export const isWorking = (upload: Upload) => upload.state === 'processing'

/** Every item of an upload, over all pages. */
export async function readAllItems(uploadId: string): Promise<UploadItem[]> {
  const items: UploadItem[] = []
  for (let page = 1; ; page += 1) {
    const list = await readItems(uploadId, {}, page, 500)
    items.push(...list.items)
    if (items.length >= list.total || list.items.length === 0) return items
  }
}

function readItems(uploadId: string, { outcome, code, search }: ItemFilter, page: number, pageSize: number) {
  const filter = { ...(outcome && { outcome }), ...(code && { code }), ...(search && { search }) }
  const params = { ...inUpload(uploadId), query: { page, page_size: pageSize, ...filter } }
  return unwrap(api.GET('/api/v1/uploads/{upload_id}/items', { params }))
}

export async function readUnfinished(setId: string | null): Promise<Upload[]> {
  const { items } = await unwrap(api.GET('/api/v1/uploads', { params: { query: { page_size: 100 } } }))
  const hasBegun = ({ counts }: Upload) => counts.received + counts.incomplete > 0
  return items.filter((upload) => upload.state === 'open' && upload.set_id === setId && hasBegun(upload))
}

export const createUpload = (setId: string | null) =>
  unwrap(api.POST('/api/v1/uploads', { body: { set_id: setId } }))

export const finishUpload = (uploadId: string) =>
  unwrap(api.POST('/api/v1/uploads/{upload_id}/finish', { params: inUpload(uploadId) }))

/** Gives up an upload that is still being sent, with what has arrived of it. */
export const discardUpload = (uploadId: string) =>
  unwrap(api.DELETE('/api/v1/uploads/{upload_id}', { params: inUpload(uploadId) }))

const inFile = (uploadId: string, path: string) => ({ params: { ...inUpload(uploadId), query: { path } } })

/** How much of a file has arrived. */
export const fileState = (uploadId: string, path: string, signal?: AbortSignal) =>
  unwrap(
    api.GET('/api/v1/uploads/{upload_id}/files', { ...inFile(uploadId, path), ...(signal && { signal }) }),
  )

export const discardFile = (uploadId: string, path: string) =>
  unwrap(api.DELETE('/api/v1/uploads/{upload_id}/files', inFile(uploadId, path)))

export function useEndUnfinished(end: typeof finishUpload | typeof discardUpload) {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: async ({ id }: Upload) => void (await end(id)),
    meta: { showsError: true },
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['uploads'] }),
  })
}
