import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { listenToJobs } from '@/api/events'
import type { Job } from '@/api/types'
import { rememberJob } from './api'

/** Keeps every shown job of a person up to date while mounted, and passes each change on. Mount it once. */
export function useJobEvents(personId: string, onJob: (job: Job) => void): void {
  const queryClient = useQueryClient()
  const latest = useRef(onJob)
  useEffect(() => {
    latest.current = onJob
  }, [onJob])
  useEffect(
    () =>
      listenToJobs(personId, {
        onJob: (job) => {
          rememberJob(queryClient, job)
          latest.current(job)
        },
        // Whatever a job may have changed unheard is asked for again.
        onGap: () => void queryClient.invalidateQueries(),
      }),
    [personId, queryClient],
  )
}
