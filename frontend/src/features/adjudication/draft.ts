/** A decision that is being made: what is taken from whom, and whether anything was drawn anew. */
import type { Geometry } from '@/viewer/geometry'
import { newId } from '@/lib/new-id'
import type { AnonymousObject, AnonymousReading, DecisionCreate } from './api'

export interface Origin {
  readonly alias: string
  readonly id: string
}

export interface DraftObject extends AnonymousObject {
  /** Where it was taken from; none of what was drawn here. */
  readonly origin: Origin | null
}

export interface Draft {
  readonly objects: readonly DraftObject[]
  /** Something was drawn or changed: objects are sent as they are now, not by where they are from. */
  readonly isRedrawn: boolean
  readonly badQuality: boolean
}

export const emptyDraft: Draft = { objects: [], isRedrawn: false, badQuality: false }

export const holds = ({ objects }: Draft, alias: string, id: string): boolean =>
  objects.some(({ origin }) => origin?.alias === alias && origin.id === id)

/** Takes an object of a reading, or lets go of it. */
export function toggled(draft: Draft, alias: string, object: AnonymousObject): Draft {
  if (!holds(draft, alias, object.id))
    return { ...draft, objects: [...draft.objects, taken(draft, alias, object)] }
  const isIt = ({ origin }: DraftObject) => origin?.alias === alias && origin.id === object.id
  return { ...draft, objects: draft.objects.filter((each) => !isIt(each)) }
}

/** Everything of one reading, and nothing else. */
export function wholeOf({ alias, annotations, bad_quality: badQuality }: AnonymousReading): Draft {
  return annotations.reduce<Draft>(
    (draft, object) => ({ ...draft, objects: [...draft.objects, taken(draft, alias, object)] }),
    { ...emptyDraft, badQuality },
  )
}

export const added = (draft: Draft, object: Omit<DraftObject, 'origin'>): Draft => ({
  ...draft,
  objects: [...draft.objects, { ...object, origin: null }],
  isRedrawn: true,
})

export const changed = (draft: Draft, id: string, patch: Partial<AnonymousObject>): Draft => ({
  ...draft,
  objects: draft.objects.map((object) => (object.id === id ? { ...object, ...patch } : object)),
  isRedrawn: true,
})

export const removed = (draft: Draft, id: string): Draft => ({
  ...draft,
  objects: draft.objects.filter((object) => object.id !== id),
})

/** Our geometry as the server takes it: rounded to what an eye or a mouse can mean. */
export function asSent(geometry: Geometry): AnonymousObject['geometry'] {
  const round = (_: string, value: unknown) =>
    typeof value === 'number' ? Math.round(value * 1000) / 1000 : value
  return JSON.parse(JSON.stringify(geometry, round)) as AnonymousObject['geometry']
}

export const versionsOf = (readings: readonly AnonymousReading[]): Record<string, number> =>
  Object.fromEntries(readings.map(({ alias, version }) => [alias, version]))

export function asDecision(
  { objects, isRedrawn, badQuality }: Draft,
  readings: readonly AnonymousReading[],
  comment: string,
): DecisionCreate {
  const common = { versions: versionsOf(readings), bad_quality: badQuality, comment: comment.trim() || null }
  if (!isRedrawn) {
    const picked = objects.flatMap(({ origin }) =>
      origin ? [{ alias: origin.alias, annotation_id: origin.id }] : [],
    )
    return { ...common, way: 'merge', picked }
  }
  const annotations = objects.map(plain)
  return { ...common, way: 'redraw', annotations: annotations as NonNullable<DecisionCreate['annotations']> }
}

/** Without what only this page knows of it. */
function plain({ id, label_id, image_id, kind, sop_instance_uid, frame, geometry, ...said }: DraftObject) {
  const { tracking_uid, is_target, comment, attributes, plane } = said
  return {
    id,
    label_id,
    image_id,
    kind,
    sop_instance_uid,
    frame,
    geometry,
    tracking_uid,
    is_target,
    comment,
    attributes,
    ...(plane && { plane }),
  }
}

export const asChosen = (
  alias: string,
  readings: readonly AnonymousReading[],
  comment: string,
): DecisionCreate => ({
  way: 'choose',
  chosen: alias,
  versions: versionsOf(readings),
  bad_quality: false,
  comment: comment.trim() || null,
})

/** Two readers may have made the same id; within the decision each is its own. */
function taken(draft: Draft, alias: string, object: AnonymousObject): DraftObject {
  const isKnown = draft.objects.some(({ id }) => id === object.id)
  return { ...object, id: isKnown ? newId() : object.id, origin: { alias, id: object.id } }
}
