import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { getRouteApi, Outlet } from '@tanstack/react-router'
import { LinkAnchor } from '@/components/links'
import { Page } from '@/components/page'
import { PageView } from '@/components/page-view'
import { QueryView } from '@/components/query-view'
import { Trail } from '@/components/trail'
import { meQuery } from '@/features/auth'
import { groupQuery, MemberList, useGroupText } from '@/features/groups'
import { SetList } from '@/features/sets'
import { Tabs } from '../shell/tabs'

const route = getRouteApi('/signed-in/shell/groups/$groupId')

function useGroup() {
  const { groupId } = route.useParams()
  return useQuery(groupQuery(groupId))
}

export function GroupPage() {
  const t = useGroupText()
  const group = useGroup()
  return (
    <PageView query={group}>
      {({ id, name, description }) => (
        <Page
          title={name}
          description={description || undefined}
          trail={
            <Trail>
              <LinkAnchor to="/groups">{t('title')}</LinkAnchor>
            </Trail>
          }
          tabs={
            <Tabs
              label={t('tabs.label')}
              tabs={[
                {
                  label: t('tabs.sets'),
                  link: { to: '/groups/$groupId', params: { groupId: id } },
                  isFirst: true,
                },
                {
                  label: t('tabs.members'),
                  link: { to: '/groups/$groupId/members', params: { groupId: id } },
                },
              ]}
            />
          }
        >
          <Outlet />
        </Page>
      )}
    </PageView>
  )
}

export function GroupSets() {
  return <QueryView query={useGroup()}>{(group) => <SetList group={group} />}</QueryView>
}

export function GroupMembers() {
  const { data: me } = useSuspenseQuery(meQuery)
  return <QueryView query={useGroup()}>{(group) => <MemberList group={group} myId={me.id} />}</QueryView>
}
