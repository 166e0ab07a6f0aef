import { Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Outlet } from '@tanstack/react-router'
import { mayLead, mayReview } from '@/api/roles'
import type { ReadingSet } from '@/api/types'
import { ArchivedBadge } from '@/components/archived-badge'
import { LinkAnchor, LinkButton } from '@/components/links'
import { Page } from '@/components/page'
import { PageView } from '@/components/page-view'
import { Trail } from '@/components/trail'
import { useAdjudicationText } from '@/features/adjudication'
import { useAgreementText } from '@/features/agreement'
import { BlindNotice } from '@/features/blinding'
import { useExportText } from '@/features/exports'
import { groupQuery, useGroupText } from '@/features/groups'
import { useReleaseText } from '@/features/releases'
import { useProgressText } from '@/features/progress'
import { ClosedNotice, isOpen, setQuery, useSetText } from '@/features/sets'
import { useRememberPage } from '../recent/use-remember-page'
import { Tabs, type Tab } from '../shell/tabs'

const route = getRouteApi('/signed-in/shell/sets/$setId')

export function useSet() {
  const { setId } = route.useParams()
  return useQuery(setQuery(setId))
}

export function SetPage() {
  const t = useSetText()
  const set = useSet()
  const tabs = useTabs(set.data)
  const { setId } = route.useParams()
  useRememberPage('set', `/sets/${setId}`, { title: set.data?.name, error: set.error })
  return (
    <PageView query={set}>
      {(data) => (
        <Page
          title={data.name}
          badge={!isOpen(data) && <ArchivedBadge />}
          description={data.description || undefined}
          trail={<SetTrail groupId={data.group_id} />}
          actions={
            mayAdd(data) && (
              <LinkButton to="/sets/$setId/upload" params={{ setId: data.id }} variant="default">
                {t('addImages')}
              </LinkButton>
            )
          }
          tabs={<Tabs label={t('tabs.label')} tabs={tabs} />}
        >
          <Stack gap="xl">
            <ClosedNotice set={data} />
            <BlindNotice set={data} />
            <Outlet />
          </Stack>
        </Page>
      )}
    </PageView>
  )
}

/** Images are added by the leads of a set that is open. */
export const mayAdd = (set: ReadingSet) => mayLead(set.my_role) && isOpen(set)

function SetTrail({ groupId }: { groupId: string }) {
  const t = useGroupText()
  const group = useQuery(groupQuery(groupId))
  return (
    <Trail>
      <LinkAnchor to="/groups">{t('title')}</LinkAnchor>
      <LinkAnchor to="/groups/$groupId" params={{ groupId }}>
        {group.data?.name ?? '…'}
      </LinkAnchor>
    </Trail>
  )
}

function useTabs(set: ReadingSet | undefined): Tab[] {
  const t = useSetText()
  const exportText = useExportText()
  const progressText = useProgressText()
  const agreementText = useAgreementText()
  const adjudicationText = useAdjudicationText()
  const releaseText = useReleaseText()
  if (!set) return []
  const params = { setId: set.id }
  const reviews = mayReview(set.my_role)
  // In the order of the work: what is read, by whom, what comes of it, what leaves.
  const tabs: (Tab & { isShown?: boolean })[] = [
    { label: t('tabs.overview'), link: { to: '/sets/$setId', params }, isFirst: true },
    { label: t('tabs.samples'), link: { to: '/sets/$setId/samples', params } },
    { label: t('tabs.labels'), link: { to: '/sets/$setId/labels', params } },
    { label: t('tabs.packages'), link: { to: '/sets/$setId/packages', params } },
    { label: progressText('tab'), link: { to: '/sets/$setId/progress', params } },
    { label: agreementText('tab'), link: { to: '/sets/$setId/agreement', params }, isShown: reviews },
    { label: adjudicationText('tab'), link: { to: '/sets/$setId/adjudication', params }, isShown: reviews },
    { label: t('tabs.extraction'), link: { to: '/sets/$setId/extraction', params } },
    { label: exportText('tab'), link: { to: '/sets/$setId/exports', params } },
    { label: releaseText('tab'), link: { to: '/sets/$setId/releases', params }, isShown: reviews },
    {
      label: t('tabs.settings'),
      link: { to: '/sets/$setId/settings', params },
      isShown: mayLead(set.my_role),
    },
  ]
  return tabs.filter(({ isShown = true }) => isShown)
}
