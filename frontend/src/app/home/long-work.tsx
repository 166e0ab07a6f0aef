import { Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Panel } from '@/components/panel'
import { QueryView } from '@/components/query-view'
import { Loading } from '@/components/states'
import { isActive, JobList, jobsQuery } from '@/features/jobs'
import { useText } from './messages'

const shown = 5

/** Only what needs a look: what failed first, then what runs. */
export function LongWork() {
  const t = useText()
  return (
    <Panel title={t('work')} flush>
      <QueryView query={useQuery(jobsQuery)} loading={<Loading rows={2} />}>
        {({ items }) => {
          const failed = items.filter(({ state }) => state === 'failed')
          const jobs = [...failed, ...items.filter(isActive)].slice(0, shown)
          if (jobs.length > 0) return <JobList jobs={jobs} />
          return (
            <Text size="sm" c="dimmed" p="lg">
              {t('workNone')}
            </Text>
          )
        }}
      </QueryView>
    </Panel>
  )
}
