/** Readings for the tests; each fills in what its test does not talk about. */
import type { AnnotationDraft, Examination, Label, Operation } from './examination'

export const examination = (change: Partial<Examination> = {}): Examination => ({
  id: 'examination',
  sample_id: 'sample',
  set_id: 'set',
  reader_id: 'reader',
  round: 1,
  updated_at: '2026-01-01T00:00:00Z',
  state: 'open',
  tentative: false,
  bad_quality: false,
  no_finding: false,
  comment: null,
  version: 1,
  annotations: [],
  ...change,
})

export const annotation = (id: string, change: Partial<AnnotationDraft> = {}): AnnotationDraft => ({
  id,
  label_id: 'nodule',
  image_id: 'image',
  kind: 'box',
  sop_instance_uid: null,
  frame: 1,
  geometry: { kind: 'box', x: 1, y: 2, width: 3, height: 4 },
  tracking_uid: null,
  is_target: false,
  comment: null,
  attributes: null,
  ...change,
})

export const put = (id: string, annotationId: string, change: Partial<AnnotationDraft> = {}): Operation => ({
  id,
  kind: 'put_annotation',
  annotation: annotation(annotationId, change),
})

export const remove = (id: string, annotationId: string): Operation => ({
  id,
  kind: 'delete_annotation',
  annotation_id: annotationId,
})

export const label = (id: string, name: string, position = 1): Label => ({
  id,
  set_id: 'set',
  name,
  color: '#E69F00',
  description: '',
  concept: null,
  shortcut: null,
  attributes: null,
  position,
  version: 1,
  archived_at: null,
})
