/** What a cell can show: the images of the sample, and those of earlier examinations. */
import { queryOptions, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { api, unwrap } from '@/api/client'
import type { Prior } from '@/api/types'
import type { ImageSource } from '@/viewer/sources'
import type { SampleImage } from '../model/examination'
import { sourceOf } from '../model/sources'

export interface Showable {
  readonly id: string
  readonly source: ImageSource | null
  /** Null of a prior: it is looked at, not read. */
  readonly image: SampleImage | null
  readonly modality: string
  readonly frameCount: number
  /** The examination that it is of, if that is an earlier one. */
  readonly prior: Prior | null
}

const priorsQuery = (sampleId: string) =>
  queryOptions({
    queryKey: ['reading', 'priors', sampleId],
    staleTime: 5 * 60_000,
    queryFn: () =>
      unwrap(api.GET('/api/v1/samples/{sample_id}/priors', { params: { path: { sample_id: sampleId } } })),
  })

const NONE: readonly Prior[] = []

export function useShowables(sampleId: string, images: readonly SampleImage[], setId: string) {
  const { data: priors = NONE, isPending } = useQuery(priorsQuery(sampleId))
  const showables = useMemo(
    () => [
      ...images.map((image) => ofSample(image, setId)),
      ...priors.flatMap((prior) => prior.images.map((image) => ofPrior(image, prior, setId))),
    ],
    [images, priors, setId],
  )
  return { showables, priors, arePriorsKnown: !isPending }
}

const ofSample = (image: SampleImage, setId: string): Showable => ({
  id: image.id,
  image,
  source: sourceOf(image, setId),
  modality: image.modality,
  frameCount: image.frame_count,
  prior: null,
})

function ofPrior(image: SampleImage, prior: Prior, setId: string): Showable {
  const source = sourceOf(image, setId)
  return {
    id: image.id,
    image: null,
    source: source && source.kind !== 'photo' ? { ...source, isBeside: true } : null,
    modality: image.modality,
    frameCount: image.frame_count,
    prior,
  }
}
