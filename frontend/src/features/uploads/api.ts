import { keepPreviousData, queryOptions } from '@tanstack/react-query'
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

export const uploadItemsQuery = (uploadId: string, outcome: UploadOutcome | undefined, page = 1) =>
  queryOptions({
    queryKey: ['uploads', uploadId, 'items', outcome ?? 'all', page],
    queryFn: () => readItems(uploadId, outcome, page, 100),
    placeholderData: keepPreviousData,
  })

export const isWorking = (upload: Upload) => upload.state === 'processing'

/** Every item of an upload, over all pages. */
export async function readAllItems(uploadId: string, outcome?: UploadOutcome): Promise<UploadItem[]> {
  const items: UploadItem[] = []
  for (let page = 1; ; page += 1) {
    const list = await readItems(uploadId, outcome, page, 500)
    items.push(...list.items)
    if (items.length >= list.total || list.items.length === 0) return items
  }
}

function readItems(uploadId: string, outcome: UploadOutcome | undefined, page: number, pageSize: number) {
  const query = { page, page_size: pageSize, ...(outcome && { outcome }) }
  const params = { ...inUpload(uploadId), query }
  return unwrap(api.GET('/api/v1/uploads/{upload_id}/items', { params }))
}

export const createUpload = (setId: string | null) =>
  unwrap(api.POST('/api/v1/uploads', { body: { set_id: setId } }))

export const finishUpload = (uploadId: string) =>
  unwrap(api.POST('/api/v1/uploads/{upload_id}/finish', { params: inUpload(uploadId) }))
