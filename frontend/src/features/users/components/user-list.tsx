import { Button, Group, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { User } from '@/api/types'
import type { Column } from '@/components/data-table'
import { ListPanel } from '@/components/list-panel'
import { SearchField } from '@/components/search-field'
import { StateBadge } from '@/components/state-badge'
import { Empty } from '@/components/states'
import { useListSearch } from '@/components/use-list-search'
import { formatDate } from '@/lib/format'
import { usersQuery } from '../api'
import { useText } from '../messages'
import { ChangeUserButton, userChanges } from './change-user-button'
import { CreateUserButton } from './create-user-button'

/** The accounts of this server, for its administrators. */
export function UserList({ myId }: { myId: string }) {
  const t = useText()
  const { page, q, change } = useListSearch()
  const columns = useUserColumns(myId)
  const showAll = (
    <Button variant="default" onClick={() => change({ q: undefined, page: undefined })}>
      {t('showAll')}
    </Button>
  )
  return (
    <ListPanel
      title={t('title')}
      query={useQuery(usersQuery(q, page))}
      columns={columns}
      rowKey={(user) => user.id}
      actions={
        <>
          <SearchField label={t('search')} />
          <CreateUserButton />
        </>
      }
      empty={
        <Empty title={t('noMatchTitle')} action={showAll}>
          {t('noMatch', { text: q })}
        </Empty>
      }
    />
  )
}

function useUserColumns(myId: string): Column<User>[] {
  const t = useText()
  return [
    {
      id: 'name',
      header: t('name'),
      sortValue: (user) => user.name,
      cell: (user) => (
        <>
          {user.name}
          {user.id === myId && (
            <Text span size="sm" c="dimmed">
              {' '}
              ({t('you')})
            </Text>
          )}
        </>
      ),
    },
    { id: 'email', header: t('email'), sortValue: (user) => user.email, cell: (user) => user.email },
    {
      id: 'specialty',
      header: t('specialty'),
      sortValue: (user) => user.specialty,
      cell: (user) => user.specialty ?? '–',
    },
    {
      id: 'role',
      header: t('systemRole'),
      width: 130,
      sortValue: (user) => user.system_role,
      cell: (user) => (user.system_role === 'admin' ? t('systemAdmin') : '–'),
    },
    {
      id: 'state',
      header: t('state'),
      width: 130,
      sortValue: (user) => Number(user.is_active),
      cell: ({ is_active }) =>
        is_active ? (
          <StateBadge state="ready" label={t('active')} />
        ) : (
          <StateBadge state="cancelled" label={t('inactive')} />
        ),
    },
    {
      id: 'since',
      header: t('since'),
      width: 120,
      sortValue: (user) => user.created_at,
      cell: (user) => formatDate(user.created_at),
    },
    { id: 'actions', header: '', width: 230, cell: (user) => <Actions user={user} /> },
  ]
}

function Actions({ user }: { user: User }) {
  return (
    <Group gap={6} justify="flex-end" wrap="nowrap">
      {userChanges(user).map((kind) => (
        <ChangeUserButton key={kind} kind={kind} user={user} />
      ))}
    </Group>
  )
}
