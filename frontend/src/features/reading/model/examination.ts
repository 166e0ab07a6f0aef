/** A reading and what can be done to it, as the server speaks of them. */
import type { components } from '@/api/schema'
import type { Label, Package, ReadingSet, Sample } from '@/api/types'
import { painted, type Masks, type PaintBody, type PaintSent } from './masks'

type Schemas = components['schemas']

export type { Label, Package, ReadingSet, Sample }
export type SampleImage = Sample['images'][number]
export type Task = ReadingSet['task']

export type AnnotationKind = Schemas['AnnotationKind']
export type Attribute = NonNullable<Label['attributes']>[number]
export type AttributeValue = NonNullable<Schemas['AnnotationRead']['attributes']>[string]
export type AnnotationGeometry = Schemas['AnnotationWrite']['geometry']

/** What a reader says of an object. */
export type AnnotationDraft = Required<Omit<Schemas['AnnotationWrite'], 'space' | 'plane'>> & Space

/** What lies on a plane through a volume names it; its points are in the patient. */
type Space = Partial<Pick<Schemas['AnnotationWrite'], 'space' | 'plane'>>

/** As it is sent: of what lies on a picture, nothing is said of planes. */
export const spaceOf = ({ space, plane }: Space): Space =>
  space === 'patient' && plane ? { space, plane } : {}

/** With what the server adds: where it came from, and when. */
export type Annotation = AnnotationDraft &
  Partial<
    Pick<Schemas['AnnotationRead'], 'origin' | 'updated_at' | 'length_mm' | 'voxel_count' | 'volume_mm3'>
  >

export type Examination = Omit<Schemas['ExaminationRead'], 'annotations'> & { annotations: Annotation[] }

export type Flags = Pick<Examination, 'tentative' | 'bad_quality' | 'no_finding'>

/** What an operation does; it gets its id when it is queued. */
export type OperationBody = PlainBody | PaintBody

type PlainBody =
  | (Omit<Schemas['PutAnnotation'], 'id' | 'step'> & { annotation: AnnotationDraft })
  | Omit<Schemas['DeleteAnnotation'], 'id' | 'step'>
  | ({ kind: 'set_flags' } & Partial<Flags>)
  | Omit<Schemas['SetState'], 'id' | 'step'>

/** Which step of the reader an operation is of, and whether it makes it or takes it back. */
export type Step = Schemas['Step']

interface Identity {
  id: string
  step?: Step | null
}

export type Operation = OperationBody & Identity

/** As it goes to the server. */
export type SentOperation = (PlainBody | PaintSent) & Identity

/** What the server will make of an operation; the reader need not wait to see it. */
export function apply(examination: Examination, operation: OperationBody | PaintSent): Examination {
  switch (operation.kind) {
    case 'put_annotation':
      return {
        ...examination,
        no_finding: false,
        annotations: put(examination.annotations, operation.annotation),
      }
    case 'delete_annotation': {
      const annotations = examination.annotations.filter(({ id }) => id !== operation.annotation_id)
      return { ...examination, annotations }
    }
    case 'set_flags': {
      const { tentative, bad_quality, no_finding } = { ...examination, ...operation }
      return { ...examination, tentative, bad_quality, no_finding }
    }
    case 'set_state':
      return { ...examination, state: operation.state }
    case 'paint_mask':
      return examination
  }
}

/** And of the voxels. */
export function marked(masks: Masks, operation: OperationBody): Masks {
  if (operation.kind === 'paint_mask') return painted(masks, operation)
  if (operation.kind !== 'delete_annotation' || !masks.has(operation.annotation_id)) return masks
  return new Map([...masks].filter(([id]) => id !== operation.annotation_id))
}

function put(annotations: Annotation[], draft: AnnotationDraft): Annotation[] {
  const isKnown = annotations.some(({ id }) => id === draft.id)
  return isKnown
    ? annotations.map((annotation) => (annotation.id === draft.id ? { ...annotation, ...draft } : annotation))
    : [...annotations, draft]
}

/** A reading is done when it says something: a finding, that there is none, or that one cannot tell. */
export const saysSomething = (examination: Examination): boolean =>
  examination.annotations.length > 0 || examination.no_finding || examination.bad_quality
