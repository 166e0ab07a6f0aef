/** From a proposal to objects of the reading: one step, recorded as assisted. */
import type { Outline } from '@/viewer/assist/proposals'
import type { Marked } from '@/viewer/assist/voxels'
import type { ImagePoint } from '@/viewer/coordinates'
import { isDrawable } from '@/viewer/geometry'
import { NONE, union } from '@/viewer/masks/runs'
import type { Annotation, Examination, OperationBody } from './examination'
import { paintMask, putAnnotation, startMask, type Change } from './history'
import { strokeBetween, voxelsIn, type Masks } from './masks'

/** Whose the new objects are. */
export interface Bearer {
  /** The mask that grows by the proposal; null makes a new one. */
  readonly maskId: string | null
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
      ...bare({ imageId, labelId, trackingUid }),
      id: makeId(),
      kind: 'polygon',
      sop_instance_uid: place.sopInstanceUid,
      frame: place.frame,
      geometry: { kind: 'polygon', points: points.map(rounded) },
    }))
}

const bare = ({ imageId, labelId, trackingUid }: Omit<Bearer, 'maskId'>) => ({
  label_id: labelId,
  image_id: imageId,
  tracking_uid: trackingUid,
  is_target: false,
  comment: null,
  attributes: null,
})

/** To what an eye or a mouse can mean. */
const rounded = ({ x, y }: ImagePoint) => ({
  x: Math.round(x * 1000) / 1000,
  y: Math.round(y * 1000) / 1000,
})

/** What is marked comes to a mask, or makes one; null where nothing is new. */
export function maskAcceptance(
  reading: Examination,
  marked: readonly Marked[],
  bearer: Bearer,
  masks: Masks,
  makeId: () => string,
): { change: Change; id: string } | null {
  const { maskId } = bearer
  const strokes = marked.flatMap(({ place, runs }) => {
    const before = maskId === null ? NONE : voxelsIn(masks, maskId, place)
    return strokeBetween(place, before, union(before, runs)) ?? []
  })
  if (strokes.length === 0) return null
  if (maskId !== null) return { change: paintMask(reading, maskId, strokes), id: maskId }
  const id = makeId()
  const place = { kind: 'mask', sop_instance_uid: null, frame: 1, geometry: { kind: 'mask' } } as const
  return { change: assisted(startMask(reading, { ...bare(bearer), ...place, id }, strokes)), id }
}

/** What it puts is recorded as assisted. */
const assisted = (change: Change): Change => ({
  ...change,
  forward: change.forward.map((each) =>
    each.kind === 'put_annotation' ? { ...each, origin: 'assisted' } : each,
  ),
})

/** Taken back as a whole, too. */
export function acceptance(reading: Examination, objects: readonly Annotation[]): Change | null {
  const changes = objects.map((object) => putAnnotation(reading, object))
  const [first] = changes
  if (!first) return null
  const isPut = ({ kind }: OperationBody) => kind === 'put_annotation'
  const puts = changes.flatMap(({ forward }) => forward.filter(isPut))
  const removals = changes.flatMap(({ backward }) => backward.slice(0, 1))
  return assisted({
    forward: [...first.forward.filter((each) => !isPut(each)), ...puts],
    backward: [...removals, ...first.backward.slice(1)],
  })
}
