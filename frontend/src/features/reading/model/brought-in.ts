/** What files brought in say of a sample, and how a reader makes it their own: by operations like any other. */
import { queryOptions } from '@tanstack/react-query'
import { api, unwrap } from '@/api/client'
import type { components } from '@/api/schema'
import type { Overlay } from '@/viewer/region-layer'
import { sampled } from '@/viewer/spline'
import {
  spaceOf,
  type Annotation,
  type AnnotationDraft,
  type Examination,
  type OperationBody,
} from './examination'
import type { Change } from './history'
import { hasSameVoxels, masksFrom, noMasks, wholePaint, type Masks, type Voxels } from './masks'
import { allPages, fetchMasks } from './server'

type Listed = components['schemas']['ReaderExaminationRead']

/** An object of a file, and who drew it, as the file says. */
export interface BroughtObject {
  readonly object: Annotation
  readonly author: string | null
  /** Of a mask. */
  readonly voxels?: Voxels | undefined
}

export const broughtInQuery = (setId: string, sampleId: string) =>
  queryOptions({
    queryKey: ['reading', 'brought-in', setId, sampleId],
    queryFn: async (): Promise<BroughtObject[]> => {
      const all = await allPages<Listed>((page) =>
        unwrap(
          api.GET('/api/v1/sets/{set_id}/samples/{sample_id}/examinations', {
            params: { path: { set_id: setId, sample_id: sampleId }, query: { page, page_size: 500 } },
          }),
        ),
      )
      const imported = all.filter(({ kind }) => kind === 'imported')
      return (await Promise.all(imported.map(objectsOf))).flat()
    },
  })

async function objectsOf({ id, annotations, author }: Listed): Promise<BroughtObject[]> {
  const hasMasks = annotations.some(({ kind }) => kind === 'mask')
  const masks = hasMasks ? masksFrom(await fetchMasks(id)) : noMasks
  return annotations.map((object) => ({ object, author, voxels: masks.get(object.id) }))
}

/** The voxels of what was brought in, and of the reading. */
export interface Marks {
  readonly theirs: Masks
  readonly own: Masks
}

const noMarks: Marks = { theirs: noMasks, own: noMasks }

const saysSame = (a: Annotation, b: Annotation) =>
  a.image_id === b.image_id &&
  a.frame === b.frame &&
  a.sop_instance_uid === b.sop_instance_uid &&
  JSON.stringify(a.geometry) === JSON.stringify(b.geometry)

/** Whether the reading has an object at just this place: it was taken over, or drawn the same. */
export const isTaken = (
  reading: Examination,
  object: Annotation,
  { theirs, own }: Marks = noMarks,
): boolean =>
  reading.annotations.some(
    (mine) =>
      saysSame(mine, object) &&
      (mine.kind !== 'mask' || hasSameVoxels(theirs.get(object.id), own.get(mine.id))),
  )

function copyOf(object: Annotation, id: string): AnnotationDraft {
  const { label_id, image_id, kind, sop_instance_uid, frame, geometry } = object
  const { tracking_uid, is_target, comment, attributes } = object
  const place = { label_id, image_id, kind, sop_instance_uid, frame, geometry }
  return { id, ...place, ...spaceOf(object), tracking_uid, is_target, comment, attributes }
}

/** One step, so that it is taken back at once. */
export function takeOver(
  reading: Examination,
  objects: readonly Annotation[],
  makeId: () => string,
  marks: Marks = noMarks,
): Change | null {
  const wanted = objects.filter((object) => !isTaken(reading, object, marks))
  if (wanted.length === 0) return null
  const copies = wanted.map((object) => copyOf(object, makeId()))
  const reopen: OperationBody[] = reading.state === 'done' ? [{ kind: 'set_state', state: 'open' }] : []
  return {
    forward: [
      ...reopen,
      ...copies.map((annotation): OperationBody => ({
        kind: 'put_annotation',
        origin: 'imported',
        annotation,
      })),
      ...wanted.flatMap((object, i) => wholePaint(marks.theirs, object.id, copies[i]!.id)),
    ],
    backward: copies.map(({ id }): OperationBody => ({ kind: 'delete_annotation', annotation_id: id })),
  }
}

const CORNERS = 48

/** A closed shape as an overlay of its picture; what encloses nothing is told in the list alone. */
export function overlayOf({ object }: BroughtObject, name: string, color: string): Overlay[] {
  const contour = contourOf(object.geometry)
  const { id, sop_instance_uid: sopInstanceUid, frame } = object
  return contour.length ? [{ id, name, color, contours: [contour], sopInstanceUid, frame }] : []
}

function contourOf(geometry: Annotation['geometry']): number[] {
  switch (geometry.kind) {
    case 'box': {
      const { x, y, width, height } = geometry
      return [x, y, x + width, y, x + width, y + height, x, y + height]
    }
    case 'ellipse': {
      const [a, b] = [geometry.width / 2, geometry.height / 2]
      return Array.from({ length: CORNERS }, (_, step) => (2 * Math.PI * step) / CORNERS).flatMap((turn) => [
        geometry.x + a + a * Math.cos(turn),
        geometry.y + b + b * Math.sin(turn),
      ])
    }
    case 'polygon':
    case 'freehand':
      return geometry.points.flatMap(({ x, y }) => [x, y])
    case 'spline':
      return sampled(geometry.points).flatMap(({ x, y }) => [x, y])
    default:
      return []
  }
}
