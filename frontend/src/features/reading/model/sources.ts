/** What the viewer is asked to show for a sample. */
import type { Geometry } from '@/viewer/geometry'
import type { Shape } from '@/viewer/shapes'
import type { Care } from '../use-care'
import type { Annotation, AnnotationGeometry, Label, Sample, SampleImage } from './examination'

export { sourceOf } from '@/viewer/sample-source'

export const imagesOf = (sample: Sample): SampleImage[] =>
  [...sample.images].sort((a, b) => a.position - b.position)

/** The samples around one, nearest first, those to come before those that were. */
export function neighbours<Item>(list: readonly Item[], index: number, reach = 2): Item[] {
  const steps = Array.from({ length: reach }, (_, i) => i + 1).flatMap((step) => [step, -step])
  return steps.flatMap((step) => list[index + step] ?? [])
}

/** Archived labels keep their objects and get no new ones. */
export const offered = (labels: readonly Label[]): Label[] => labels.filter(({ archived_at }) => !archived_at)

const UNKNOWN_LABEL = { name: '?', color: '#999999' }

/** Whether it is drawn, and neither painted nor said of the whole image. */
export const isShown = (
  geometry: AnnotationGeometry,
): geometry is Extract<AnnotationGeometry, { kind: Geometry['kind'] }> =>
  geometry.kind !== 'image_label' && geometry.kind !== 'mask'

/** The drawn objects of one image, in the colours of their labels. */
export function shapesOn(
  imageId: string,
  annotations: readonly Annotation[],
  labels: readonly Label[],
  care: Pick<Care, 'isHidden' | 'isLocked'>,
): Shape[] {
  return annotations.flatMap((annotation) => {
    const { id, geometry, image_id, sop_instance_uid, frame, label_id, comment } = annotation
    if (!isShown(geometry) || image_id !== imageId || care.isHidden(id)) return []
    const { name, color } = labels.find((label) => label.id === label_id) ?? UNKNOWN_LABEL
    const place = { sopInstanceUid: sop_instance_uid, frame }
    const text = geometry.kind === 'arrow' && comment ? { text: comment } : {}
    return [{ id, geometry, ...place, label: name, color, ...text, isLocked: care.isLocked(id) }]
  })
}
