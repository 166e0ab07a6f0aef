/** From a proposal to objects of the reading: one step, recorded as assisted. */
import type { Outline } from '@/viewer/assist/proposals'
import type { ImagePoint } from '@/viewer/coordinates'
import { isDrawable } from '@/viewer/geometry'
import type { Annotation, Examination, OperationBody } from './examination'
import { putAnnotation, type Change } from './history'

/** Whose the new objects are. */
export interface Bearer {
  readonly imageId: string
  readonly labelId: string
  readonly trackingUid: string | null
}

export function assistedObjects(
  outlines: readonly Outline[],
  { imageId, labelId, trackingUid }: Bearer,
  makeId: () => string,
): Annotation[] {
  return outlines
    .filter(({ points }) => isDrawable({ kind: 'polygon', points }))
    .map(({ place, points }) => ({
      id: makeId(),
      label_id: labelId,
      image_id: imageId,
      kind: 'polygon',
      sop_instance_uid: place.sopInstanceUid,
      frame: place.frame,
      geometry: { kind: 'polygon', points: points.map(rounded) },
      tracking_uid: trackingUid,
      comment: null,
      attributes: null,
    }))
}

/** To what an eye or a mouse can mean. */
const rounded = ({ x, y }: ImagePoint) => ({
  x: Math.round(x * 1000) / 1000,
  y: Math.round(y * 1000) / 1000,
})

/** Taken back as a whole, too. */
export function acceptance(reading: Examination, objects: readonly Annotation[]): Change | null {
  const changes = objects.map((object) => putAnnotation(reading, object))
  const [first] = changes
  if (!first) return null
  const isPut = ({ kind }: OperationBody) => kind === 'put_annotation'
  const puts = changes.flatMap(({ forward }) => forward.filter(isPut))
  const removals = changes.flatMap(({ backward }) => backward.slice(0, 1))
  return {
    forward: [
      ...first.forward.filter((each) => !isPut(each)),
      ...puts.map((each): OperationBody => ({ ...each, origin: 'assisted' }) as OperationBody),
    ],
    backward: [...removals, ...first.backward.slice(1)],
  }
}
