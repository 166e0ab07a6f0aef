import { Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { formatDate } from '@/lib/format'
import type { Column } from './data-table'
import { useText } from './messages'

interface Person {
  user_id: string
  name: string
  title: string | null
  specialty: string | null
  email: string
  role: string
  joined_at: string
}

interface MemberCells<M> {
  myId: string
  role: (member: M) => ReactNode
  /** Left out where nobody may be removed. */
  remove?: (member: M) => ReactNode
}

/** The members of a group, or of an organisation. */
export function useMemberColumns<M extends Person>({ myId, role, remove }: MemberCells<M>): Column<M>[] {
  const t = useText()
  const columns: Column<M>[] = [
    {
      id: 'name',
      header: t('member.name'),
      sortValue: (member) => member.name,
      cell: (member) => <MemberName member={member} isMe={member.user_id === myId} />,
    },
    {
      id: 'specialty',
      header: t('member.specialty'),
      sortValue: (member) => member.specialty,
      cell: (member) => member.specialty ?? '–',
    },
    {
      id: 'email',
      header: t('member.email'),
      sortValue: (member) => member.email,
      cell: (member) => member.email,
    },
    {
      id: 'role',
      header: t('member.role'),
      width: 170,
      sortValue: (member) => member.role,
      cell: role,
    },
    {
      id: 'joined',
      header: t('member.joinedAt'),
      width: 140,
      sortValue: (member) => member.joined_at,
      cell: (member) => formatDate(member.joined_at),
    },
  ]
  return remove ? [...columns, { id: 'remove', header: '', width: 90, numeric: true, cell: remove }] : columns
}

function MemberName({ member, isMe }: { member: Person; isMe: boolean }) {
  const t = useText()
  return (
    <>
      {[member.title, member.name].filter(Boolean).join(' ')}
      {isMe && (
        <Text span size="sm" c="dimmed">
          {' '}
          ({t('member.you')})
        </Text>
      )}
    </>
  )
}
