import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Outlet } from '@tanstack/react-router'
import { mayLead } from '@/api/roles'
import type { ReadingSet } from '@/api/types'
import { LinkAnchor, LinkButton } from '@/components/links'
import { Page } from '@/components/page'
import { PageView } from '@/components/page-view'
import { Trail } from '@/components/trail'
import { groupQuery, useGroupText } from '@/features/groups'
import { EditSetButton, setQuery, useSetText } from '@/features/sets'
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
  return (
    <PageView query={set}>
      {(data) => (
        <Page
          title={data.name}
          description={data.description || undefined}
          trail={<SetTrail groupId={data.group_id} />}
          actions={
            mayLead(data.my_role) && (
              <>
                <EditSetButton set={data} />
                <LinkButton to="/sets/$setId/upload" params={{ setId: data.id }} variant="default">
                  {t('addImages')}
                </LinkButton>
              </>
            )
          }
          tabs={<Tabs label={t('tabs.label')} tabs={tabs} />}
        >
          <Outlet />
        </Page>
      )}
    </PageView>
  )
}

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
  if (!set) return []
  const params = { setId: set.id }
  const tabs: Tab[] = [
    { label: t('tabs.overview'), link: { to: '/sets/$setId', params }, isFirst: true },
    { label: t('tabs.samples'), link: { to: '/sets/$setId/samples', params } },
    { label: t('tabs.packages'), link: { to: '/sets/$setId/packages', params } },
    { label: t('tabs.labels'), link: { to: '/sets/$setId/labels', params } },
    { label: t('tabs.extraction'), link: { to: '/sets/$setId/extraction', params } },
  ]
  const upload: Tab = { label: t('tabs.upload'), link: { to: '/sets/$setId/upload', params } }
  return mayLead(set.my_role) ? [...tabs, upload] : tabs
}
