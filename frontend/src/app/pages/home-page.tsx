import { Stack } from '@mantine/core'
import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { LinkButton } from '@/components/links'
import { Page } from '@/components/page'
import { Panel } from '@/components/panel'
import { meQuery } from '@/features/auth'
import { isActive, JobList, jobsQuery } from '@/features/jobs'
import { MyPackages } from '@/features/packages'
import { useText } from '../messages'
import { RecentGroups } from './recent-groups'

/** What should I do now? */
export function HomePage() {
  const t = useText()
  const { data: me } = useSuspenseQuery(meQuery)
  return (
    <Page title={t('home.title')} description={t('home.hello', { name: me.name })}>
      <Stack gap="xl">
        <MyPackages
          emptyAction={
            <LinkButton to="/groups" variant="default">
              {t('home.toGroups')}
            </LinkButton>
          }
        />
        <LongWork />
        <RecentGroups />
      </Stack>
    </Page>
  )
}

/** Only what needs a look: what runs, and what failed. */
function LongWork() {
  const t = useText()
  const jobs = useQuery(jobsQuery)
  const shown = jobs.data?.items.filter((job) => isActive(job) || job.state === 'failed').slice(0, 5) ?? []
  if (shown.length === 0) return null
  return (
    <Panel title={t('home.work')} note={t('home.workNote')} flush>
      <JobList jobs={shown} />
    </Panel>
  )
}
