import type { Job } from '@/api/types'
import { JobRow } from './job-row'
import classes from './job-row.module.css'

export function JobList({ jobs, onLeave }: { jobs: Job[]; onLeave?: () => void }) {
  return (
    <ul className={classes['list']}>
      {jobs.map((job) => (
        <JobRow key={job.id} job={job} {...(onLeave && { onLeave })} />
      ))}
    </ul>
  )
}
