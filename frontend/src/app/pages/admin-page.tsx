import { useSuspenseQuery } from '@tanstack/react-query'
import { Outlet } from '@tanstack/react-router'
import { Page } from '@/components/page'
import { Empty } from '@/components/states'
import { meQuery } from '@/features/auth'
import { OrganizationList } from '@/features/organizations'
import { UserList, useUserText } from '@/features/users'
import { Tabs } from '../shell/tabs'

/** For the system's administrators: who may come in, and what centres there are. */
export function AdminPage() {
  const t = useUserText()
  const { data: me } = useSuspenseQuery(meQuery)
  if (me.system_role !== 'admin')
    return (
      <Page title={t('administration')}>
        <Empty title={t('adminsOnlyTitle')}>{t('adminsOnly')}</Empty>
      </Page>
    )
  return (
    <Page
      title={t('administration')}
      tabs={
        <Tabs
          label={t('tabs.label')}
          tabs={[
            { label: t('tabs.accounts'), link: { to: '/admin/accounts' } },
            { label: t('tabs.organizations'), link: { to: '/admin/organizations' } },
          ]}
        />
      }
    >
      <Outlet />
    </Page>
  )
}

export function AdminAccounts() {
  const { data: me } = useSuspenseQuery(meQuery)
  return <UserList myId={me.id} />
}

export function AdminOrganizations() {
  return <OrganizationList />
}
