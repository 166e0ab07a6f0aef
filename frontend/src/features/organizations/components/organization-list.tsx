import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { Organization } from '@/api/types'
import { Code } from '@/components/code'
import type { Column } from '@/components/data-table'
import { LinkAnchor } from '@/components/links'
import { ListPanel } from '@/components/list-panel'
import { useText as useCommonText } from '@/components/messages'
import { Empty } from '@/components/states'
import { useListSearch } from '@/components/use-list-search'
import { formatCount, formatDate } from '@/lib/format'
import { organizationsQuery } from '../api'
import { useText } from '../messages'
import { CreateOrganizationButton } from './create-organization-button'

/** Every organisation of this server, for its administrators. */
export function OrganizationList() {
  const t = useText()
  const { page } = useListSearch()
  const navigate = useNavigate()
  const columns = useOrganizationColumns()
  const create = <CreateOrganizationButton />
  const open = ({ id }: Organization) =>
    void navigate({ to: '/organizations/$organizationId', params: { organizationId: id } })
  return (
    <ListPanel
      title={t('title')}
      query={useQuery(organizationsQuery(page))}
      columns={columns}
      rowKey={(organization) => organization.id}
      onOpen={open}
      actions={create}
      empty={
        <Empty title={t('emptyTitle')} action={create}>
          {t('empty')}
        </Empty>
      }
    />
  )
}

function useOrganizationColumns(): Column<Organization>[] {
  const t = useText()
  const common = useCommonText()
  return [
    {
      id: 'name',
      header: t('name'),
      sortValue: ({ name }) => name,
      cell: ({ id, name }) => (
        <LinkAnchor to="/organizations/$organizationId" params={{ organizationId: id }} size="sm" fw={500}>
          {name}
        </LinkAnchor>
      ),
    },
    { id: 'key', header: t('key'), width: 200, cell: ({ center_key }) => <Code>{center_key}</Code> },
    {
      id: 'role',
      header: t('myRole'),
      width: 120,
      cell: ({ my_role }) => (my_role ? common(`organizationRole.${my_role}`) : '–'),
    },
    {
      id: 'members',
      header: t('tabs.members'),
      numeric: true,
      width: 100,
      sortValue: ({ member_count }) => member_count,
      cell: ({ member_count }) => formatCount(member_count),
    },
    {
      id: 'groups',
      header: t('tabs.groups'),
      numeric: true,
      width: 100,
      sortValue: ({ group_count }) => group_count,
      cell: ({ group_count }) => formatCount(group_count),
    },
    {
      id: 'created',
      header: t('createdAt'),
      width: 140,
      sortValue: ({ created_at }) => created_at,
      cell: ({ created_at }) => formatDate(created_at),
    },
  ]
}
