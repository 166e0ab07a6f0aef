/** How large a mask is, in words: a volume where the slices allow it, an area on one calibrated picture, else pixels. */
import type { TFunction } from 'i18next'
import type { Calibration } from '@/viewer/sources'
import type { Annotation } from '../model/examination'
import { voxelCount, type Voxels } from '../model/masks'

const MM3_PER_CM3 = 1_000

/** The volume follows what is painted before the server has counted it. */
export function maskSize(
  { voxel_count: counted, volume_mm3: volume }: Pick<Annotation, 'voxel_count' | 'volume_mm3'>,
  voxels: Voxels | undefined,
  scale: Pick<Calibration, 'columnMm' | 'rowMm'> | null,
  t: TFunction<'reading'>,
): string {
  const count = voxels ? voxelCount(voxels) : counted
  if (count === null || count === undefined) return ''
  if (!counted || volume === null || volume === undefined) {
    const isOneArea = scale !== null && voxels?.size === 1
    return isOneArea
      ? `${(count * scale.columnMm * scale.rowMm).toFixed(1)} mm²`
      : t('mask.pixels', { count })
  }
  const mm3 = (volume / counted) * count
  return mm3 < MM3_PER_CM3 ? `${mm3.toFixed(1)} mm³` : `${(mm3 / MM3_PER_CM3).toFixed(2)} cm³`
}
