/** How large a mask is, in words: as a volume where the slices allow it, else in pixels of its pictures. */
import type { TFunction } from 'i18next'
import type { Annotation } from '../model/examination'
import { voxelCount, type Voxels } from '../model/masks'

const MM3_PER_CM3 = 1_000

/** The volume follows what is painted before the server has counted it. */
export function maskSize(
  { voxel_count: counted, volume_mm3: volume }: Pick<Annotation, 'voxel_count' | 'volume_mm3'>,
  voxels: Voxels | undefined,
  t: TFunction<'reading'>,
): string {
  const count = voxels ? voxelCount(voxels) : counted
  if (count === null || count === undefined) return ''
  if (!counted || volume === null || volume === undefined) return t('mask.pixels', { count })
  const mm3 = (volume / counted) * count
  return mm3 < MM3_PER_CM3 ? `${mm3.toFixed(1)} mm³` : `${(mm3 / MM3_PER_CM3).toFixed(2)} cm³`
}
