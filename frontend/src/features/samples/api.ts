import { keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { api, unwrap } from '@/api/client'
import type { SampleFilter } from '@/api/types'

const pageSize = 60

export const sampleStates = ['unread', 'begun', 'done'] as const
export const sampleSorts = ['position', '-position', 'modality', '-modality'] as const

const ofSet = (setId: string) => ({ path: { set_id: setId } })

export const samplesQuery = (setId: string, filter: SampleFilter = {}, page = 1) =>
  queryOptions({
    queryKey: ['sets', setId, 'samples', filter, page],
    queryFn: () => {
      const params = { ...ofSet(setId), query: { ...filter, page, page_size: pageSize } }
      return unwrap(api.GET('/api/v1/sets/{set_id}/samples', { params }))
    },
    placeholderData: keepPreviousData,
  })

/** What is deleted with samples; asked anew each time it matters. */
export const samplesContentsQuery = (setId: string, sampleIds: readonly string[]) =>
  queryOptions({
    queryKey: ['sets', setId, 'samples', 'contents', sampleIds],
    queryFn: () => {
      const body = { sample_ids: [...sampleIds] }
      return unwrap(api.POST('/api/v1/sets/{set_id}/samples/contents', { params: ofSet(setId), body }))
    },
    staleTime: 0,
    gcTime: 0,
  })

interface Leaving {
  sampleIds: readonly string[]
  /** Also what somebody has begun to read; the readings go. */
  withReadings: boolean
}

export function useDeleteSamples(setId: string) {
  return useLeaving(({ sampleIds, withReadings }: Leaving) => {
    const body = { sample_ids: [...sampleIds], with_readings: withReadings }
    return unwrap(api.POST('/api/v1/sets/{set_id}/samples/delete', { params: ofSet(setId), body }))
  })
}

export function useMoveSamples(setId: string) {
  return useLeaving(({ sampleIds, withReadings, toSetId }: Leaving & { toSetId: string }) => {
    const body = { sample_ids: [...sampleIds], with_readings: withReadings, to_set_id: toSetId }
    return unwrap(api.POST('/api/v1/sets/{set_id}/samples/move', { params: ofSet(setId), body }))
  })
}

function useLeaving<Body, Gone>(mutationFn: (body: Body) => Promise<Gone>) {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn,
    meta: { showsError: true },
    onSuccess: () =>
      Promise.all(
        ['sets', 'packages', 'groups'].map((key) => queryClient.invalidateQueries({ queryKey: [key] })),
      ),
  })
}

export const thumbnailUrl = (sampleId: string) => `/api/v1/samples/${sampleId}/thumbnail`
