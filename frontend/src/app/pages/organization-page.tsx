import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { getRouteApi, Outlet } from '@tanstack/react-router'
import type { Organization } from '@/api/types'
import { LinkAnchor } from '@/components/links'
import { Page } from '@/components/page'
import { PageView } from '@/components/page-view'
import { QueryView } from '@/components/query-view'
import { Empty } from '@/components/states'
import { Trail } from '@/components/trail'
import { meQuery } from '@/features/auth'
import {
  OrganizationGroups,
  OrganizationMembers,
  organizationQuery,
  OrganizationSettings,
  useOrganizationText,
} from '@/features/organizations'
import { Tabs, type Tab } from '../shell/tabs'

const route = getRouteApi('/signed-in/shell/organizations/$organizationId')

function useOrganization() {
  const { organizationId } = route.useParams()
  return useQuery(organizationQuery(organizationId))
}

export function OrganizationPage() {
  const t = useOrganizationText()
  const organization = useOrganization()
  const tabs = useTabs(organization.data)
  const { data: me } = useSuspenseQuery(meQuery)
  const isSystemAdmin = me.system_role === 'admin'
  const trail = isSystemAdmin && (
    <Trail>
      <LinkAnchor to="/admin/organizations">{t('title')}</LinkAnchor>
    </Trail>
  )
  return (
    <PageView query={organization}>
      {({ name, my_role }) =>
        isSystemAdmin || my_role === 'admin' ? (
          <Page title={name} trail={trail} tabs={<Tabs label={t('tabs.label')} tabs={tabs} />}>
            <Outlet />
          </Page>
        ) : (
          <Page title={name}>
            <Empty title={t('adminsOnlyTitle')}>{t('adminsOnly')}</Empty>
          </Page>
        )
      }
    </PageView>
  )
}

/** Its groups show to its own admins only: a system administrator looks after people, not images. */
function useTabs(organization: Organization | undefined): Tab[] {
  const t = useOrganizationText()
  if (!organization) return []
  const params = { organizationId: organization.id }
  const groups: Tab = {
    label: t('tabs.groups'),
    link: { to: '/organizations/$organizationId/groups', params },
  }
  return [
    { label: t('tabs.members'), link: { to: '/organizations/$organizationId', params }, isFirst: true },
    ...(organization.my_role === 'admin' ? [groups] : []),
    { label: t('tabs.settings'), link: { to: '/organizations/$organizationId/settings', params } },
  ]
}

export function OrganizationMembersPart() {
  const { data: me } = useSuspenseQuery(meQuery)
  return (
    <QueryView query={useOrganization()}>
      {(organization) => <OrganizationMembers organization={organization} myId={me.id} />}
    </QueryView>
  )
}

export function OrganizationGroupsPart() {
  return (
    <QueryView query={useOrganization()}>
      {(organization) => <OrganizationGroups organization={organization} />}
    </QueryView>
  )
}

export function OrganizationSettingsPart() {
  return (
    <QueryView query={useOrganization()}>
      {(organization) => <OrganizationSettings organization={organization} />}
    </QueryView>
  )
}
