/** Objects that files brought in of the image: shown when they are asked for, and taken over one by one or all. */
import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import type { Overlay } from '@/viewer/region-layer'
import { broughtInQuery, isTaken, overlayOf, takeOver, type BroughtObject } from './model/brought-in'
import type { Annotation, Examination, Label, Sample, SampleImage } from './model/examination'
import { noMasks, type Masks } from './model/masks'
import { newId } from './model/new-id'
import type { ExaminationSession } from './model/session'

interface Here {
  setId: string
  sample: Pick<Sample, 'id'>
  image: SampleImage | undefined
  examination: Examination | null
  session: ExaminationSession | null
  labels: readonly Label[]
}

export interface BroughtIn {
  /** On the image that is looked at. */
  readonly objects: readonly (BroughtObject & { label: Label | null; isTaken: boolean })[]
  readonly overlays: readonly Overlay[]
  /** Masks among them that are shown, and what they mark. */
  readonly masks: { readonly objects: readonly Annotation[]; readonly voxels: Masks }
  readonly areShown: boolean
  readonly isReadOnly: boolean
  toggle(this: void): void
  take(this: void, ids: readonly string[]): void
}

const marksOf = (objects: readonly BroughtObject[]): Masks =>
  new Map(objects.flatMap(({ object, voxels }) => (voxels ? [[object.id, voxels] as const] : [])))

const NO_OBJECTS: readonly Annotation[] = []

/** At first not on the picture: what others saw must not lead the reader. */
export function useBroughtIn({ setId, sample, image, examination, session, labels }: Here): BroughtIn {
  const { data } = useQuery(broughtInQuery(setId, sample.id))
  const [areShown, show] = useState(false)
  const onImage = (data ?? []).filter(({ object }) => object.image_id === image?.id)
  const theirs = useMemo(() => marksOf(data ?? []), [data])
  const marks = { theirs, own: session?.getSnapshot().masks ?? noMasks }
  const objects = onImage.map((brought) => ({
    ...brought,
    label: labels.find(({ id }) => id === brought.object.label_id) ?? null,
    isTaken: examination !== null && isTaken(examination, brought.object, marks),
  }))
  return {
    objects,
    areShown,
    isReadOnly: examination === null,
    overlays: areShown
      ? objects
          .filter((brought) => !brought.isTaken)
          .flatMap((brought) =>
            overlayOf(brought, brought.label?.name ?? '?', brought.label?.color ?? '#999999'),
          )
      : [],
    masks: {
      objects: areShown ? objects.flatMap((each) => (each.isTaken ? [] : each.object)) : NO_OBJECTS,
      voxels: theirs,
    },
    toggle: () => show((now) => !now),
    take: (ids) => {
      const now = session?.getSnapshot().examination
      const wanted = objects.flatMap(({ object }) => (ids.includes(object.id) ? [object] : []))
      const change = now ? takeOver(now, wanted, newId, marks) : null
      if (change) session?.perform(change)
    },
  }
}
