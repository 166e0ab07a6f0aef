import { Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { Group } from '@/api/types'
import type { Column } from '@/components/data-table'
import { LinkAnchor } from '@/components/links'
import { ListPanel } from '@/components/list-panel'
import { useText as useCommonText } from '@/components/messages'
import { Empty } from '@/components/states'
import { useListSearch } from '@/components/use-list-search'
import { formatCount, formatDate } from '@/lib/format'
import { groupsQuery } from '../api'
import { useText } from '../messages'
import { CreateGroupButton } from './create-group-button'

export function GroupList() {
  const t = useText()
  const { page } = useListSearch()
  const navigate = useNavigate()
  const columns = useGroupColumns()
  return (
    <ListPanel
      title={t('title')}
      query={useQuery(groupsQuery(page))}
      columns={columns}
      rowKey={(group) => group.id}
      onOpen={(group) => void navigate({ to: '/groups/$groupId', params: { groupId: group.id } })}
      empty={
        <Empty title={t('emptyTitle')} action={<CreateGroupButton />}>
          {t('empty')}
        </Empty>
      }
    />
  )
}

function useGroupColumns(): Column<Group>[] {
  const t = useText()
  const common = useCommonText()
  return [
    {
      id: 'name',
      header: t('name'),
      sortValue: (group) => group.name,
      cell: (group) => (
        <LinkAnchor to="/groups/$groupId" params={{ groupId: group.id }} size="sm" fw={500}>
          {group.name}
        </LinkAnchor>
      ),
    },
    {
      id: 'description',
      header: t('description'),
      cell: (group) => (
        <Text size="sm" c="dimmed" truncate maw={480}>
          {group.description}
        </Text>
      ),
    },
    {
      id: 'role',
      header: t('myRole'),
      width: 120,
      sortValue: (group) => group.my_role,
      cell: (group) => (group.my_role ? common(`role.${group.my_role}`) : t('noRole')),
    },
    {
      id: 'members',
      header: t('memberCount'),
      numeric: true,
      width: 100,
      sortValue: (group) => group.member_count,
      cell: (group) => formatCount(group.member_count),
    },
    {
      id: 'sets',
      header: t('setCount'),
      numeric: true,
      width: 80,
      sortValue: (group) => group.set_count,
      cell: (group) => formatCount(group.set_count),
    },
    {
      id: 'created',
      header: t('createdAt'),
      width: 140,
      sortValue: (group) => group.created_at,
      cell: (group) => formatDate(group.created_at),
    },
  ]
}
