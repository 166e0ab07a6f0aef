/** What the reader has in hand in this room, and every step that can be taken. No viewer, no markup. */
import { useCallback, useMemo, useState } from 'react'
import type { Edit } from '@/viewer/drawing'
import { moveBy, resizeBy, type Geometry } from '@/viewer/geometry'
import { mapLine } from '@/viewer/lines'
import type { ImagePoint, ImageSize } from '@/viewer/coordinates'
import type { Place } from '@/viewer/shapes'
import type {
  Annotation,
  AnnotationGeometry,
  AttributeValue,
  Examination,
  Flags,
  Label,
  SampleImage,
} from './model/examination'
import { carriedOver, saying } from './model/attributes'
import { deleteAnnotation, putAnnotation, setFlags, putAnnotations, type Change } from './model/history'
import { lesionsOf, NEW_LESION, uidOf } from './model/lesions'
import { knownMmOf, stillKnown } from './model/reader-scale'
import { newId } from './model/new-id'
import type { ExaminationSession } from './model/session'
import { isShown } from './model/sources'
import type { Care } from './use-care'
import type { Note } from './use-note'

interface Hand {
  readonly sampleId: string
  readonly selectedId: string | null
}

export interface Reading {
  readonly label: Label | null
  readonly selected: Annotation | null
  chooseLabel(this: void, label: Label): void
  select(this: void, id: string | null): void
  /** Whether the label is on the whole image. */
  hasImageLabel(this: void, label: Label, image: SampleImage): boolean
  toggleImageLabel(this: void, label: Label, image: SampleImage): void
  relabel(this: void, id: string, label: Label): void
  comment(this: void, id: string, words: string): void
  /** Sets an attribute of an object, or takes it back. */
  say(this: void, id: string, name: string, value: AttributeValue | null): void
  /** Says how long a length really is, or takes that back. */
  know(this: void, id: string, mm: number | null): void
  remove(this: void, id: string): void
  nudge(this: void, dx: number, dy: number, size: ImageSize): void
  resize(this: void, dx: number, dy: number, size: ImageSize): void
  /** Makes an object part of a lesion; of none (null), or of NEW_LESION. */
  follow(this: void, id: string, trackingUid: string | null): void
  /** Says of a lesion whether it is a target. */
  setTarget(this: void, trackingUid: string, isTarget: boolean): void
  /** Draws the selected object again on another picture of its image. */
  copyTo(this: void, place: Place): void
  setFlag(this: void, flag: keyof Flags, value: boolean): void
  /** A stroke of the viewer. */
  edit(this: void, edit: Edit, image: SampleImage, place: Place): void
}

/** Our geometry as the server takes it: plain, and rounded to what an eye or a mouse can mean. */
export function asSent(geometry: Geometry): AnnotationGeometry {
  const round = (value: number) => Math.round(value * 1000) / 1000
  const at = ({ x, y }: ImagePoint) => ({ x: round(x), y: round(y) })
  switch (geometry.kind) {
    case 'box':
    case 'ellipse': {
      const { kind, width, height } = geometry
      return { kind, ...at(geometry), width: round(width), height: round(height) }
    }
    case 'polygon':
    case 'freehand':
    case 'spline':
      return { kind: geometry.kind, points: geometry.points.map(at) }
    case 'point':
      return { kind: geometry.kind, ...at(geometry) }
    default:
      return mapLine(geometry, at)
  }
}

export function useReading(
  sampleId: string,
  examination: Examination | null,
  session: ExaminationSession | null,
  labels: readonly Label[],
  care: Care,
  tell: (note: Note) => void,
): Reading {
  const [labelId, setLabelId] = useState(labels[0]?.id ?? null)
  const [hand, setHand] = useState<Hand>({ sampleId, selectedId: null })
  const selectedId = hand.sampleId === sampleId ? hand.selectedId : null
  const selected = examination?.annotations.find(({ id }) => id === selectedId) ?? null
  const label = labels.find(({ id }) => id === labelId) ?? labels[0] ?? null
  const select = useCallback((id: string | null) => setHand({ sampleId, selectedId: id }), [sampleId])

  return useMemo(() => {
    const perform = (make: (examination: Examination) => Change | null) => {
      const now = session?.getSnapshot().examination
      const change = now ? make(now) : null
      if (!session || !now) tell('notReady')
      else if (change) session.perform(change)
    }
    const put = (annotation: Annotation) => perform((now) => putAnnotation(now, annotation))
    /** Changes an object of the reading, unless the reader locked it. */
    const change = (id: string | undefined, make: (before: Annotation) => Annotation) => {
      const before = examination?.annotations.find((each) => each.id === id)
      if (!before) return
      if (care.isLocked(before.id)) return tell('locked')
      const after = make(before)
      if (after !== before) put(after)
    }
    const reshape = (make: (geometry: Geometry) => Geometry) =>
      change(selectedId ?? undefined, (before) =>
        isShown(before.geometry)
          ? { ...before, geometry: stillKnown(before.geometry, asSent(make(before.geometry))) }
          : before,
      )
    const imageLabel = (of: Label, image: SampleImage) =>
      examination?.annotations.find(
        ({ kind, label_id, image_id }) =>
          kind === 'image_label' && label_id === of.id && image_id === image.id,
      )
    return {
      label,
      selected,
      chooseLabel: (chosen) => setLabelId(chosen.id),
      select,
      hasImageLabel: (of, image) => imageLabel(of, image) !== undefined,
      toggleImageLabel: (of, image) => {
        const present = imageLabel(of, image)
        if (present) perform((now) => deleteAnnotation(now, present.id))
        else put(newAnnotation(of, image, { kind: 'image_label' }, { sopInstanceUid: null, frame: 1 }))
      },
      relabel: (id, to) =>
        change(id, (before) => {
          if (before.label_id === to.id) return before
          const from = labels.find((each) => each.id === before.label_id)
          return { ...before, label_id: to.id, attributes: carriedOver(before.attributes, from, to) }
        }),
      comment: (id, words) =>
        change(id, (before) => {
          const comment = words.trim() || null
          return before.comment === comment ? before : { ...before, comment }
        }),
      say: (id, name, value) =>
        change(id, (before) => {
          if ((before.attributes?.[name] ?? null) === value) return before
          return { ...before, attributes: saying(before.attributes, name, value) }
        }),
      know: (id, mm) =>
        change(id, (before) => {
          if (before.geometry.kind !== 'length' || knownMmOf(before.geometry) === mm) return before
          const { kind, start, end } = before.geometry
          return { ...before, geometry: { kind, start, end, ...(mm !== null && { known_mm: mm }) } }
        }),
      remove: (id) => {
        if (care.isLocked(id)) return tell('locked')
        if (isLoading(session, id)) return tell('notReady')
        perform((now) => deleteAnnotation(now, id, session?.getSnapshot().masks))
        if (id === selectedId) select(null)
      },
      follow: (id, wish) =>
        change(id, (before) => {
          const uid = wish === NEW_LESION ? uidOf(newId()) : wish
          if (before.tracking_uid === uid) return before
          const lesion = lesionsOf(examination?.annotations ?? []).find((each) => each.trackingUid === uid)
          return { ...before, tracking_uid: uid, is_target: lesion?.isTarget ?? false }
        }),
      setTarget: (uid, isTarget) =>
        perform((now) => {
          const objects = now.annotations.filter(({ tracking_uid }) => tracking_uid === uid)
          return putAnnotations(
            now,
            objects.map((object) => ({ ...object, is_target: isTarget })),
          )
        }),
      copyTo: (place) => {
        if (!selected) return tell('nothingSelected')
        if (!isShown(selected.geometry)) return tell('notCopied')
        const { sopInstanceUid, frame } = place
        const copy = { ...selected, id: newId(), sop_instance_uid: sopInstanceUid, frame }
        put(copy)
        select(copy.id)
      },
      nudge: (dx, dy, size) => reshape((geometry) => moveBy(geometry, dx, dy, size)),
      resize: (dx, dy, size) => reshape((geometry) => resizeBy(geometry, dx, dy, size)),
      setFlag: (flag, value) => perform((now) => setFlags(now, { [flag]: value })),
      edit: (edit, image, place) => {
        if (edit.type === 'select') return select(edit.id)
        if (edit.type === 'add') {
          if (!label) return tell('drawNeedsLabel')
          const annotation = newAnnotation(label, image, asSent(edit.geometry), place)
          put(annotation)
          care.showAll()
          return select(annotation.id)
        }
        change(edit.id, (before) => ({
          ...before,
          geometry: stillKnown(before.geometry, asSent(edit.geometry)),
        }))
      },
    }
  }, [session, examination, label, labels, selected, selectedId, select, care, tell])
}

/** What goes must be able to come back: a mask goes when its voxels are here. */
function isLoading(session: ExaminationSession | null, id: string): boolean {
  const { examination, areMasksComplete } = session?.getSnapshot() ?? {}
  const isMask = examination?.annotations.some((each) => each.id === id && each.kind === 'mask') ?? false
  return isMask && !areMasksComplete
}

export function newAnnotation(
  label: Label,
  image: SampleImage,
  geometry: AnnotationGeometry,
  { sopInstanceUid, frame }: Place,
): Annotation {
  return {
    id: newId(),
    label_id: label.id,
    image_id: image.id,
    kind: geometry.kind,
    sop_instance_uid: sopInstanceUid,
    frame,
    geometry,
    tracking_uid: null,
    is_target: false,
    comment: null,
    attributes: null,
  }
}
