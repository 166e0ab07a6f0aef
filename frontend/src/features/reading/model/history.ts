/** Undo and redo. Both are operations like any other, so they are saved and survive a reload. */
import {
  spaceOf,
  type AnnotationDraft,
  type Examination,
  type Flags,
  type OperationBody,
} from './examination'
import { noMasks, paintBodies, unpainted, wholePaint, type Masks, type Stroke } from './masks'

/** One step of the reader, with the way back. */
export interface Change {
  /** Under which the server knows it, over reloads and in other browsers. */
  readonly id?: string
  readonly forward: readonly OperationBody[]
  readonly backward: readonly OperationBody[]
}

export interface History {
  readonly undo: readonly Change[]
  readonly redo: readonly Change[]
}

export const emptyHistory: History = { undo: [], redo: [] }

const DEPTH = 100

export const remember = (history: History, change: Change): History => ({
  undo: [...history.undo, change].slice(-DEPTH),
  redo: [],
})

/** The step to take back, and the history after it. */
export function undo({ undo: past, redo }: History): { change: Change; history: History } | null {
  const change = past[past.length - 1]
  return change ? { change, history: { undo: past.slice(0, -1), redo: [...redo, change] } } : null
}

export function redo({ undo: past, redo: future }: History): { change: Change; history: History } | null {
  const change = future[future.length - 1]
  return change ? { change, history: { undo: [...past, change], redo: future.slice(0, -1) } } : null
}

/** A reading that was done is open again as soon as it is changed. */
const reopening = (examination: Examination): OperationBody[] =>
  examination.state === 'done' ? [{ kind: 'set_state', state: 'open' }] : []

/** Steps back and forth reopen it as well: the server keeps a reading that is done from being emptied. */
export const reopened = (
  examination: Examination,
  step: readonly OperationBody[],
): readonly OperationBody[] => (step[0]?.kind === 'set_state' ? step : [...reopening(examination), ...step])

function draftOf(annotation: AnnotationDraft): AnnotationDraft {
  const { id, label_id, image_id, kind, sop_instance_uid, frame, geometry, tracking_uid } = annotation
  const { is_target, comment, attributes } = annotation
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
    ...spaceOf(annotation),
  }
}

export function putAnnotation(examination: Examination, annotation: AnnotationDraft): Change {
  const before = examination.annotations.find(({ id }) => id === annotation.id)
  const restored: OperationBody = before
    ? { kind: 'put_annotation', annotation: draftOf(before) }
    : { kind: 'delete_annotation', annotation_id: annotation.id }
  return {
    forward: [...reopening(examination), { kind: 'put_annotation', annotation: draftOf(annotation) }],
    backward: [restored, ...(examination.no_finding ? [flagsBack(examination, ['no_finding'])] : [])],
  }
}

/** What a mask has goes with it, and comes back with it. */
/** Several at once, as one step. */
export function putAnnotations(examination: Examination, annotations: readonly AnnotationDraft[]): Change {
  const changes = annotations.map((annotation) => putAnnotation(examination, annotation))
  const puts = changes.flatMap(({ forward }) => forward.filter(({ kind }) => kind !== 'set_state'))
  return {
    forward: [...reopening(examination), ...puts],
    backward: changes.toReversed().flatMap(({ backward }) => backward),
  }
}

export function deleteAnnotation(
  examination: Examination,
  id: string,
  masks: Masks = noMasks,
): Change | null {
  const annotation = examination.annotations.find((each) => each.id === id)
  if (!annotation) return null
  return {
    forward: [...reopening(examination), { kind: 'delete_annotation', annotation_id: id }],
    backward: [{ kind: 'put_annotation', annotation: draftOf(annotation) }, ...wholePaint(masks, id)],
  }
}

/** A step over as many pictures as it takes. */
export function paintMask(examination: Examination, id: string, strokes: readonly Stroke[]): Change {
  const bodies = paintBodies(id, strokes)
  return {
    forward: [...reopening(examination), ...bodies],
    backward: bodies.map(unpainted).reverse(),
  }
}

/** The first stroke makes the object, and goes back with it. */
export function startMask(
  examination: Examination,
  annotation: AnnotationDraft,
  strokes: readonly Stroke[],
): Change {
  const { forward, backward } = putAnnotation(examination, annotation)
  return { forward: [...forward, ...paintBodies(annotation.id, strokes)], backward }
}

export function setFlags(examination: Examination, flags: Partial<Flags>): Change {
  return {
    forward: [...reopening(examination), { kind: 'set_flags', ...flags }],
    backward: [flagsBack(examination, Object.keys(flags) as (keyof Flags)[])],
  }
}

function flagsBack(examination: Examination, names: readonly (keyof Flags)[]): OperationBody {
  return { kind: 'set_flags', ...Object.fromEntries(names.map((name) => [name, examination[name]])) }
}
