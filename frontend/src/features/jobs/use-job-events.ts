import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { listenToJobs } from '@/api/events'
import type { Job } from '@/api/types'
import { rememberJob } from './api'

/** Keeps every shown job up to date while mounted, and passes each change on. Mount it once. */
export function useJobEvents(onJob: (job: Job) => void): void {
  const queryClient = useQueryClient()
  const latest = useRef(onJob)
  useEffect(() => {
    latest.current = onJob
  }, [onJob])
  useEffect(
    () =>
      listenToJobs((job) => {
        rememberJob(queryClient, job)
        latest.current(job)
      }),
    [queryClient],
  )
}
