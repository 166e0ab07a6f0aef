/** What the viewer is asked to show of a sample's image. */
import type { SampleImage } from '@/api/types'
import type { ImageSource } from './sources'

export function sourceOf(image: SampleImage, setId: string): ImageSource | null {
  const { id, kind } = image
  if (kind === 'photo') return photoOf(image)
  if (!image.study_instance_uid || !image.series_instance_uid) return null
  return {
    kind,
    id,
    setId,
    studyInstanceUid: image.study_instance_uid,
    seriesInstanceUid: image.series_instance_uid,
    sopInstanceUid: image.sop_instance_uid ?? null,
  }
}

function photoOf({ id, content_url, columns, rows }: SampleImage): ImageSource | null {
  const size = columns && rows ? { columns, rows } : null
  return content_url ? { kind: 'photo', id, contentUrl: content_url, size } : null
}
