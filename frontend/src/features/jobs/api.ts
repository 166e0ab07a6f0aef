import { queryOptions, useMutation, useQueryClient, type QueryClient } from '@tanstack/react-query'
import { api, unwrap } from '@/api/client'
import type { Job, Page } from '@/api/types'

export const jobsQuery = queryOptions({
  queryKey: ['jobs', 'list'],
  queryFn: () => unwrap(api.GET('/api/v1/jobs', { params: { query: { page: 1, page_size: 30 } } })),
})

export const jobQuery = (jobId: string) =>
  queryOptions({
    queryKey: ['jobs', jobId],
    queryFn: () => unwrap(api.GET('/api/v1/jobs/{job_id}', { params: { path: { job_id: jobId } } })),
  })

export const isActive = (job: Job) => job.state === 'queued' || job.state === 'running'

/** Puts what the server just said about a job wherever that job is shown. */
export function rememberJob(queryClient: QueryClient, job: Job): void {
  queryClient.setQueryData(jobQuery(job.id).queryKey, job)
  queryClient.setQueryData(jobsQuery.queryKey, (list) => list && withJob(list, job))
}

/** The list with this job as it is now: in its place, or first when it is new. */
export function withJob(list: Page<Job>, job: Job): Page<Job> {
  const isKnown = list.items.some(({ id }) => id === job.id)
  if (isKnown) return { ...list, items: list.items.map((other) => (other.id === job.id ? job : other)) }
  return { ...list, items: [job, ...list.items], total: list.total + 1 }
}

export function useCancelJob() {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (jobId: string) =>
      unwrap(api.POST('/api/v1/jobs/{job_id}/cancel', { params: { path: { job_id: jobId } } })),
    onSuccess: (job) => rememberJob(queryClient, job),
  })
}

export function useRetryJob() {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (jobId: string) =>
      unwrap(api.POST('/api/v1/jobs/{job_id}/retry', { params: { path: { job_id: jobId } } })),
    onSuccess: (job) => rememberJob(queryClient, job),
  })
}
