import { Group, Progress, Stack, Text } from '@mantine/core'
import type { Job } from '@/api/types'
import { StateBadge } from '@/components/state-badge'
import { formatAgo, formatCount } from '@/lib/format'
import { isActive } from '../api'
import { useText } from '../messages'
import { JobActions } from './job-actions'
import classes from './job-row.module.css'

/** One long work: what it is, how far it is, what can be done about it. */
export function JobRow({ job, onLeave }: { job: Job; onLeave?: () => void }) {
  const t = useText()
  const total = job.total ?? 0
  return (
    <li className={classes['row']}>
      <Stack gap={4} miw={0} flex={1}>
        <Text size="sm" fw={500} truncate title={job.title}>
          {job.title}
        </Text>
        <Group gap="md" wrap="nowrap">
          <StateBadge state={job.state} />
          <Text size="sm" c="dimmed" style={{ whiteSpace: 'nowrap' }}>
            {total > 0 && `${formatCount(job.done)} / ${formatCount(total)} · `}
            {job.attempt > 1 && `${t('attempt', { number: formatCount(job.attempt) })} · `}
            {formatAgo(job.finished_at ?? job.created_at)}
          </Text>
        </Group>
        {isActive(job) && (
          <Progress
            value={total > 0 ? (job.done / total) * 100 : 100}
            size={4}
            // How much there is to do is not known yet.
            {...(total === 0 && { striped: true, animated: true, color: 'gray' })}
            aria-label={t('progress', { title: job.title })}
          />
        )}
        {job.message && job.state !== 'done' && (
          <Text size="sm" c="dimmed" lineClamp={3}>
            {job.message}
          </Text>
        )}
      </Stack>
      <JobActions job={job} {...(onLeave && { onLeave })} />
    </li>
  )
}
