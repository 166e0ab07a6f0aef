import { Badge, Popover, ScrollArea, Title, UnstyledButton } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconActivity } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { Job } from '@/api/types'
import { hasNone, QueryView } from '@/components/query-view'
import { Empty } from '@/components/states'
import { isActive, jobsQuery } from '../api'
import { useText } from '../messages'
import classes from './activity-tray.module.css'
import { JobList } from './job-list'

/** Every running and recent long work, from anywhere in the product. */
export function ActivityTray() {
  const t = useText()
  const [opened, tray] = useDisclosure()
  const jobs = useQuery(jobsQuery)
  const count = jobs.data?.items.filter(isActive).length ?? 0
  return (
    <Popover
      opened={opened}
      onChange={tray.set}
      position="bottom-end"
      width={480}
      shadow="md"
      trapFocus
      returnFocus
    >
      <Popover.Target>
        <UnstyledButton
          className={classes['button']}
          aria-label={t('tray', { count })}
          aria-expanded={opened}
          onClick={tray.toggle}
        >
          <IconActivity size={20} stroke={1.75} aria-hidden />
          {count > 0 && (
            <Badge size="sm" circle={count < 10}>
              {count}
            </Badge>
          )}
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown p={0} aria-label={t('title')}>
        <Title order={2} fz="sm" px="lg" py="sm">
          {t('title')}
        </Title>
        <ScrollArea.Autosize mah={460} className={classes['jobs']}>
          <QueryView
            query={jobs}
            isEmpty={hasNone}
            empty={<Empty title={t('emptyTitle')}>{t('empty')}</Empty>}
          >
            {(list) => (
              <>
                <Jobs title={t('running')} jobs={list.items.filter(isActive)} onLeave={tray.close} />
                <Jobs
                  title={t('recent')}
                  jobs={list.items.filter((job) => !isActive(job))}
                  onLeave={tray.close}
                />
              </>
            )}
          </QueryView>
        </ScrollArea.Autosize>
      </Popover.Dropdown>
    </Popover>
  )
}

function Jobs({ title, jobs, onLeave }: { title: string; jobs: Job[]; onLeave: () => void }) {
  if (jobs.length === 0) return null
  return (
    <section aria-label={title}>
      <Title order={3} fz="xs" c="dimmed" fw={500} px="lg" pt="sm">
        {title}
      </Title>
      <JobList jobs={jobs} onLeave={onLeave} />
    </section>
  )
}
