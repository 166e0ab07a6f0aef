import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { api, unwrap } from '@/api/client'
import type { components } from '@/api/schema'
import type { DistributionUpdate } from '@/api/types'

type KnownAnswersTake = components['schemas']['KnownAnswersTake']

const ofSet = (setId: string) => ({ path: { set_id: setId } })

export const distributionQuery = (setId: string) =>
  queryOptions({
    queryKey: ['sets', setId, 'distribution'],
    queryFn: () => unwrap(api.GET('/api/v1/sets/{set_id}/distribution', { params: ofSet(setId) })),
  })

export const trainingQuery = (setId: string) =>
  queryOptions({
    queryKey: ['sets', setId, 'training'],
    queryFn: () => unwrap(api.GET('/api/v1/sets/{set_id}/training', { params: ofSet(setId) })),
  })

/** Saves only over the version that was looked at: a newer one answers 412. */
export function useUpdateDistribution(setId: string) {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: ({ version, ...body }: DistributionUpdate & { version: number }) => {
      const params = { ...ofSet(setId), header: { 'if-match': `"${version}"` } }
      return unwrap(api.PATCH('/api/v1/sets/{set_id}/distribution', { params, body }))
    },
    meta: { showsError: true },
    onSuccess: (stored) => queryClient.setQueryData(distributionQuery(setId).queryKey, stored),
  })
}

export function useRunDistribution(setId: string) {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: () => unwrap(api.POST('/api/v1/sets/{set_id}/distribution/run', { params: ofSet(setId) })),
    meta: { showsError: true },
    onSuccess: () =>
      Promise.all(
        [['packages'], ['sets', setId]].map((queryKey) => queryClient.invalidateQueries({ queryKey })),
      ),
  })
}

export function useUpdateTraining(setId: string) {
  const queryClient = useQueryClient()
  return useMutation({
    /** Without a mark it is no training any more. */
    mutationFn: async (passMark: number | null) => {
      if (passMark === null)
        await unwrap(api.DELETE('/api/v1/sets/{set_id}/training', { params: ofSet(setId) }))
      else
        await unwrap(
          api.PUT('/api/v1/sets/{set_id}/training', { params: ofSet(setId), body: { pass_mark: passMark } }),
        )
    },
    meta: { showsError: true },
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['sets', setId] }),
  })
}

export function useTakeAnswers(setId: string) {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (body: KnownAnswersTake) =>
      unwrap(api.POST('/api/v1/sets/{set_id}/known-answers', { params: ofSet(setId), body })),
    meta: { showsError: true },
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['sets', setId] }),
  })
}

export function useStartTraining(setId: string) {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: () => unwrap(api.POST('/api/v1/sets/{set_id}/training/start', { params: ofSet(setId) })),
    meta: { showsError: true },
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['packages'] }),
  })
}
