import { Stack } from '@mantine/core'
import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { getRouteApi, Outlet } from '@tanstack/react-router'
import { mayLead, mayReview } from '@/api/roles'
import type { Group } from '@/api/types'
import { LinkAnchor } from '@/components/links'
import { Page } from '@/components/page'
import { PageView } from '@/components/page-view'
import { QueryView } from '@/components/query-view'
import { Empty } from '@/components/states'
import { Trail } from '@/components/trail'
import { meQuery } from '@/features/auth'
import { groupQuery, GroupSettings, MemberList, useGroupText } from '@/features/groups'
import { InvitationList, JoinRequestList, useInvitationText } from '@/features/invitations'
import { useReleaseText } from '@/features/releases'
import { useProgressText } from '@/features/progress'
import { SetList } from '@/features/sets'
import { WebhookList } from '@/features/webhooks'
import { useRememberPage } from '../recent/use-remember-page'
import { Tabs, type Tab } from '../shell/tabs'

const route = getRouteApi('/signed-in/shell/groups/$groupId')

function useGroup() {
  const { groupId } = route.useParams()
  return useQuery(groupQuery(groupId))
}

export function GroupPage() {
  const t = useGroupText()
  const group = useGroup()
  const { groupId } = route.useParams()
  useRememberPage('group', `/groups/${groupId}`, { title: group.data?.name, error: group.error })
  const tabs = useTabs(group.data)
  return (
    <PageView query={group}>
      {({ name, description }) => (
        <Page
          title={name}
          description={description || undefined}
          trail={
            <Trail>
              <LinkAnchor to="/groups">{t('title')}</LinkAnchor>
            </Trail>
          }
          tabs={<Tabs label={t('tabs.label')} tabs={tabs} />}
        >
          <Outlet />
        </Page>
      )}
    </PageView>
  )
}

function useTabs(group: Group | undefined): Tab[] {
  const t = useGroupText()
  const releaseText = useReleaseText()
  const progressText = useProgressText()
  if (!group) return []
  const params = { groupId: group.id }
  const tabs: Tab[] = [
    { label: t('tabs.sets'), link: { to: '/groups/$groupId', params }, isFirst: true },
    { label: t('tabs.members'), link: { to: '/groups/$groupId/members', params } },
    { label: progressText('tab'), link: { to: '/groups/$groupId/progress', params } },
    ...(mayReview(group.my_role)
      ? [{ label: releaseText('tab'), link: { to: '/groups/$groupId/releases', params } } satisfies Tab]
      : []),
  ]
  const ofAdmins: Tab[] = [
    { label: t('tabs.invitations'), link: { to: '/groups/$groupId/invitations', params } },
    { label: t('tabs.settings'), link: { to: '/groups/$groupId/settings', params } },
  ]
  return mayLead(group.my_role) ? [...tabs, ...ofAdmins] : tabs
}

export function GroupSets() {
  return <QueryView query={useGroup()}>{(group) => <SetList group={group} />}</QueryView>
}

export function GroupMembers() {
  const { data: me } = useSuspenseQuery(meQuery)
  return <QueryView query={useGroup()}>{(group) => <MemberList group={group} myId={me.id} />}</QueryView>
}

export function GroupInvitations() {
  const t = useInvitationText()
  return (
    <QueryView query={useGroup()}>
      {({ id, my_role }) =>
        mayLead(my_role) ? (
          <Stack gap="lg">
            <JoinRequestList groupId={id} />
            <InvitationList groupId={id} />
          </Stack>
        ) : (
          <Empty title={t('title')}>{t('adminsOnly')}</Empty>
        )
      }
    </QueryView>
  )
}

export function GroupSettingsPart() {
  return (
    <QueryView query={useGroup()}>
      {(group) => (
        <GroupSettings group={group}>
          <WebhookList groupId={group.id} />
        </GroupSettings>
      )}
    </QueryView>
  )
}
