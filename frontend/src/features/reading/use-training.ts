/** In a training, what the reader is told after each case. */
import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useMemo, useState } from 'react'
import { api, unwrap } from '@/api/client'
import type { components } from '@/api/schema'
import type { Examination } from './model/examination'
import type { RoomState } from './use-room'

export type Feedback = components['schemas']['FeedbackRead']

const trainingQuery = (setId: string) =>
  queryOptions({
    queryKey: ['reading', 'training', setId],
    staleTime: Infinity,
    queryFn: () => unwrap(api.GET('/api/v1/sets/{set_id}/training', { params: { path: { set_id: setId } } })),
  })

/** Marked once: asked again, the mark stays as it was. */
const feedbackQuery = (examinationId: string) =>
  queryOptions({
    queryKey: ['reading', 'feedback', examinationId],
    staleTime: Infinity,
    retry: false,
    queryFn: () =>
      unwrap(
        api.POST('/api/v1/examinations/{examination_id}/feedback', {
          params: { path: { examination_id: examinationId } },
        }),
      ),
  })

export const useIsTraining = (setId: string): boolean =>
  useQuery(trainingQuery(setId)).data?.is_training ?? false

/** The mark of the case on screen, once it is done and the server has all of it; and the answer, to be looked at. */
export function useTraining(room: RoomState, isTraining: boolean) {
  const { examination, snapshot } = room
  const [shownOf, setShownOf] = useState<string | null>(null)
  const isShown = shownOf !== null && shownOf === examination?.id
  const queryClient = useQueryClient()
  const isSaved = snapshot !== null && snapshot.queue.entries.length === 0
  const isDone = examination?.state === 'done' && isSaved
  const feedback = useQuery({
    ...feedbackQuery(examination?.id ?? ''),
    enabled: isTraining && isDone,
  })
  const result = feedback.data?.result
  useEffect(() => {
    if (result) void queryClient.invalidateQueries({ queryKey: ['sets'] })
  }, [result, queryClient])

  const answer = useMemo((): Examination | null => {
    if (!isShown || !examination || !feedback.data) return null
    const { annotations, no_finding, bad_quality, comment } = feedback.data.answer
    return { ...examination, annotations, no_finding, bad_quality, comment }
  }, [isShown, examination, feedback.data])

  return {
    isTraining,
    feedback: isDone ? (feedback.data ?? null) : null,
    error: feedback.error,
    /** The known answer instead of the reading, while it is looked at. */
    answer,
    isShown,
    show: (isWanted: boolean) => setShownOf(isWanted ? (examination?.id ?? null) : null),
  }
}

export type Training = ReturnType<typeof useTraining>
