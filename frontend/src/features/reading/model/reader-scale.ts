/** The scale of a picture, where its reader knows how long something on it is. */
import { calibrationBy } from '@/viewer/calibration'
import { isOn } from '@/viewer/shapes'
import type { Calibration, StackFrame } from '@/viewer/sources'
import type { Annotation, AnnotationGeometry } from './examination'

export const knownMmOf = (geometry: AnnotationGeometry): number | null =>
  geometry.kind === 'length' ? (geometry.known_mm ?? null) : null

/** A length stays known when it is drawn anew. */
export function stillKnown(before: AnnotationGeometry, after: AnnotationGeometry): AnnotationGeometry {
  const knownMm = knownMmOf(before)
  return after.kind === 'length' && knownMm !== null ? { ...after, known_mm: knownMm } : after
}

/** Of several known lengths on a picture, the last one says it, as for the server. */
export function readerScale(
  annotations: readonly Annotation[],
  imageId: string,
  frame: StackFrame,
): Calibration | null {
  const known = annotations.findLast(
    ({ image_id, geometry, sop_instance_uid, frame: number }) =>
      image_id === imageId &&
      knownMmOf(geometry) !== null &&
      isOn(frame, { sopInstanceUid: sop_instance_uid, frame: number }),
  )
  if (known?.geometry.kind !== 'length' || !known.geometry.known_mm) return null
  return calibrationBy(known.geometry, known.geometry.known_mm, frame)
}

/** The same for many objects: pictures are looked at once. */
export function scaleOfReader(annotations: readonly Annotation[], imageId: string) {
  const isKnown = annotations.some(({ geometry }) => knownMmOf(geometry) !== null)
  const found = new Map<StackFrame, Calibration | null>()
  return (frame: StackFrame): Calibration | null => {
    if (!isKnown) return null
    if (!found.has(frame)) found.set(frame, readerScale(annotations, imageId, frame))
    return found.get(frame) ?? null
  }
}
