import type { UploadItem } from '@/api/types'
import { toCsv } from '@/lib/csv'
import { i18n } from '@/lib/i18n'

const columns = ['path', 'size', 'type', 'outcome', 'code', 'place', 'message'] as const

/** One line for each remark; a file without any has one line too. */
export function reportCsv(items: readonly UploadItem[]): string {
  const lines = items.flatMap((item) => {
    const file = [item.path, item.size_bytes, item.media_type, item.outcome]
    if (item.remarks.length === 0) return [[...file, null, null, null]]
    return item.remarks.map(({ code, place, message }) => [...file, code, place, message])
  })
  return toCsv([columns.map((column) => i18n.t(`uploads:csv.${column}`)), ...lines])
}
