/** A reading and what can be done to it, as the server speaks of them. */
import type { Label, Package, ReadingSet, Sample } from '@/api/types'

export type { Label, Package, ReadingSet, Sample }
export type SampleImage = Sample['images'][number]
export type Task = ReadingSet['task']

export type AnnotationKind = 'image_label' | 'box' | 'polygon'

export type AnnotationGeometry =
  | { kind: 'image_label' }
  | { kind: 'box'; x: number; y: number; width: number; height: number }
  | { kind: 'polygon'; points: { x: number; y: number }[] }

/** What a reader says of an annotation; the server adds where it came from and when. */
export interface AnnotationDraft {
  id: string
  label_id: string
  image_id: string
  kind: AnnotationKind
  sop_instance_uid: string | null
  /** 1-based. */
  frame: number
  geometry: AnnotationGeometry
  tracking_uid: string | null
}

export interface Annotation extends AnnotationDraft {
  origin?: string
  updated_at?: string
}

export interface Flags {
  tentative: boolean
  bad_quality: boolean
  no_finding: boolean
}

export interface Examination extends Flags {
  id: string
  sample_id: string
  set_id: string
  state: 'open' | 'done'
  comment: string | null
  version: number
  annotations: Annotation[]
}

/** What an operation does; it gets its id when it is queued. */
export type OperationBody =
  | { kind: 'put_annotation'; annotation: AnnotationDraft }
  | { kind: 'delete_annotation'; annotation_id: string }
  | ({ kind: 'set_flags' } & Partial<Flags>)
  | { kind: 'set_state'; state: 'open' | 'done' }

export type Operation = OperationBody & { id: string }

/** What the server will make of an operation; the reader need not wait to see it. */
export function apply(examination: Examination, operation: OperationBody): Examination {
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
  }
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
