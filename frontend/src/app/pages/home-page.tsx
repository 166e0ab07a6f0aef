import { Stack } from '@mantine/core'
import { useSuspenseQuery } from '@tanstack/react-query'
import type { Me, ReadingSet } from '@/api/types'
import { LinkButton } from '@/components/links'
import { Page } from '@/components/page'
import { meQuery } from '@/features/auth'
import { MyPackages } from '@/features/packages'
import { FirstSteps } from '../home/first-steps'
import classes from '../home/home.module.css'
import { LongWork } from '../home/long-work'
import { useText } from '../home/messages'
import { MySets } from '../home/my-sets'
import { RecentList } from '../home/recent-list'
import { setToRead, useOpenSets } from '../home/use-open-sets'
import { WaitingSets } from '../home/waiting-sets'

/** What should I do now? */
export function HomePage() {
  const t = useText()
  const { data: me } = useSuspenseQuery(meQuery)
  const isNew = me.groups.length === 0
  return (
    <Page title={t('title')} description={t(isNew ? 'welcome' : 'hello', { name: me.name })}>
      <div className={classes['columns']}>
        {isNew ? <FirstSteps me={me} /> : <Work me={me} />}
        <Stack gap="xl">
          <LongWork />
          <RecentList personId={me.id} />
        </Stack>
      </div>
    </Page>
  )
}

function Work({ me }: { me: Me }) {
  const open = useOpenSets()
  const toRead = setToRead(open)
  return (
    <Stack gap="xl">
      <MyPackages emptyAction={toRead ? <TakeFrom set={toRead} /> : <ToGroups />} />
      <WaitingSets open={open} />
      <MySets groups={me.groups} open={open} />
    </Stack>
  )
}

/** On the page of the set stands the button that takes one. */
function TakeFrom({ set }: { set: ReadingSet }) {
  const t = useText()
  return (
    <LinkButton to="/sets/$setId" params={{ setId: set.id }}>
      {t('takeFrom', { set: set.name })}
    </LinkButton>
  )
}

function ToGroups() {
  const t = useText()
  return (
    <LinkButton to="/groups" variant="default">
      {t('toGroups')}
    </LinkButton>
  )
}
