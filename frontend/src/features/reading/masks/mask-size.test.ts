import type { TFunction } from 'i18next'
import { expect, test } from 'vitest'
import { NONE } from '@/viewer/masks/runs'
import { noMasks, painted, strokeBetween } from '../model/masks'
import { maskSize } from './mask-size'

const t = ((key: string, { count }: { count: number }) =>
  `${key} ${count}`) as unknown as TFunction<'reading'>
const scale = { columnMm: 0.5, rowMm: 2 }
const marking = (...frames: number[]) =>
  painted(noMasks, {
    kind: 'paint_mask',
    annotation_id: 'm',
    strokes: frames.map((frame) =>
      strokeBetween({ sopInstanceUid: '1.2', frame }, NONE, Uint32Array.of(0, 10))!,
    ),
  }).get('m')

test.each([
  [{ voxel_count: 10, volume_mm3: 50 }, marking(1, 2), '100.0 mm³'],
  [{ voxel_count: 10, volume_mm3: 50_000 }, marking(1), '50.00 cm³'],
  [{ voxel_count: 10, volume_mm3: null }, marking(1), '10.0 mm²'],
  [{ voxel_count: 10, volume_mm3: null }, marking(1, 2), 'mask.pixels 20'],
  [{ voxel_count: 10, volume_mm3: null }, undefined, 'mask.pixels 10'],
  [{}, undefined, ''],
])(
  'a mask is as large as the server counts, and as has been painted since (%#)',
  (counted, voxels, words) => {
    expect(maskSize(counted, voxels, scale, t)).toBe(words)
  },
)

test('without a scale there are pixels', () => {
  expect(maskSize({ voxel_count: 10 }, marking(1), null, t)).toBe('mask.pixels 10')
})
