import { useQuery } from '@tanstack/react-query'
import type { Organization, OrganizationGroup } from '@/api/types'
import type { Column } from '@/components/data-table'
import { LinkAnchor } from '@/components/links'
import { ListPanel } from '@/components/list-panel'
import { useText as useCommonText } from '@/components/messages'
import { Empty } from '@/components/states'
import { useListSearch } from '@/components/use-list-search'
import { formatCount, formatDate } from '@/lib/format'
import { organizationGroupsQuery } from '../api'
import { useText } from '../messages'
import { EnterGroupButton } from './enter-group-button'

/** The groups of an organisation by name and size; what is in them shows only to their members. */
export function OrganizationGroups({ organization }: { organization: Organization }) {
  const t = useText()
  const { page } = useListSearch()
  const columns = useGroupColumns(organization)
  return (
    <ListPanel
      title={t('groups.title')}
      query={useQuery(organizationGroupsQuery(organization.id, page))}
      columns={columns}
      rowKey={(group) => group.id}
      empty={<Empty title={t('groups.emptyTitle')}>{t('groups.empty')}</Empty>}
    />
  )
}

function useGroupColumns(organization: Organization): Column<OrganizationGroup>[] {
  const t = useText()
  const common = useCommonText()
  return [
    {
      id: 'name',
      header: t('name'),
      sortValue: ({ name }) => name,
      cell: ({ id, name, my_role }) =>
        my_role ? (
          <LinkAnchor to="/groups/$groupId" params={{ groupId: id }} size="sm" fw={500}>
            {name}
          </LinkAnchor>
        ) : (
          name
        ),
    },
    {
      id: 'role',
      header: t('myRole'),
      width: 120,
      sortValue: ({ my_role }) => my_role,
      cell: ({ my_role }) => (my_role ? common(`role.${my_role}`) : '–'),
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
      id: 'sets',
      header: t('groups.sets'),
      numeric: true,
      width: 90,
      sortValue: ({ set_count }) => set_count,
      cell: ({ set_count }) => formatCount(set_count),
    },
    {
      id: 'created',
      header: t('createdAt'),
      width: 140,
      sortValue: ({ created_at }) => created_at,
      cell: ({ created_at }) => formatDate(created_at),
    },
    {
      id: 'enter',
      header: '',
      numeric: true,
      width: 130,
      cell: (group) =>
        group.my_role !== 'admin' && <EnterGroupButton organizationId={organization.id} group={group} />,
    },
  ]
}
