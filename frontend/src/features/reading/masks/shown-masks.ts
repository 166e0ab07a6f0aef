/** The masks of a reading as the viewer shows them. */
import { useQuery } from '@tanstack/react-query'
import { useCallback } from 'react'
import type { ShownMask } from '@/viewer/masks/painting'
import type { Place } from '@/viewer/shapes'
import type { Annotation, Examination, Label } from '../model/examination'
import { keyOf, masksFrom, noMasks, type Masks } from '../model/masks'
import { fetchMasks } from '../model/server'
import type { BroughtIn } from '../use-brought-in'
import type { Care } from '../use-care'

/** As they were in the version that is looked at. */
export function usePastMasks(past: Examination | null, own: Examination | null): Masks {
  const isOwn = past !== null && past.id === own?.id
  const { data } = useQuery({
    queryKey: ['reading', 'masks', past?.id, past?.version],
    queryFn: async () => masksFrom(await fetchMasks(past!.id, past!.version)),
    enabled: isOwn && past.annotations.some(({ kind }) => kind === 'mask'),
    staleTime: Infinity,
    structuralSharing: false,
  })
  return (isOwn && data) || noMasks
}

/** Those of an image on one of its pictures, in the colours of their labels; the one in hand lies on top. */
export function shownOn(
  place: Place,
  imageId: string,
  annotations: readonly Annotation[],
  masks: Masks,
  labels: readonly Label[],
  care: Pick<Care, 'isHidden'>,
  selectedId: string | null,
): ShownMask[] {
  const key = keyOf(place)
  return annotations
    .flatMap(({ id, kind, image_id, label_id }): ShownMask[] => {
      if (kind !== 'mask' || image_id !== imageId || care.isHidden(id)) return []
      const color = labels.find((label) => label.id === label_id)?.color ?? '#999999'
      return [{ id, color, slice: masks.get(id)?.get(key) ?? null, isSelected: id === selectedId }]
    })
    .sort((a, b) => Number(a.isSelected) - Number(b.isSelected))
}

interface Showing {
  imageId: string
  annotations: readonly Annotation[] | undefined
  masks: Masks
  labels: readonly Label[]
  care: Pick<Care, 'isHidden'>
  selectedId: string | null
  broughtIn: BroughtIn['masks']
}

export function useShownMasks({ imageId, annotations, masks, labels, care, selectedId, broughtIn }: Showing) {
  const { objects, voxels } = broughtIn
  return useCallback(
    (place: Place) => [
      ...shownOn(place, imageId, objects, voxels, labels, care, null),
      ...shownOn(place, imageId, annotations ?? [], masks, labels, care, selectedId),
    ],
    [imageId, annotations, masks, labels, care, selectedId, objects, voxels],
  )
}
