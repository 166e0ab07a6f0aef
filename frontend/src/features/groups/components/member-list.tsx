import { Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { mayLead } from '@/api/roles'
import type { Group, Member } from '@/api/types'
import type { Column } from '@/components/data-table'
import { ListPanel } from '@/components/list-panel'
import { useText as useCommonText } from '@/components/messages'
import { Empty } from '@/components/states'
import { formatDate } from '@/lib/format'
import { membersQuery } from '../api'
import { useText } from '../messages'
import { AddMemberButton } from './add-member-button'
import { LeaveGroupButton } from './leave-group-button'
import { MemberRole } from './member-role'
import { RemoveMemberButton } from './remove-member-button'

export function MemberList({ group, myId }: { group: Group; myId: string }) {
  const t = useText()
  const columns = useMemberColumns(group, myId)
  const actions = (
    <>
      <LeaveGroupButton group={group} />
      {mayLead(group.my_role) && <AddMemberButton groupId={group.id} />}
    </>
  )
  return (
    <ListPanel
      title={t('members.title')}
      query={useQuery(membersQuery(group.id))}
      columns={columns}
      rowKey={(member) => member.user_id}
      actions={actions}
      empty={
        <Empty title={t('members.emptyTitle')} action={actions}>
          {t('members.empty')}
        </Empty>
      }
    />
  )
}

function useMemberColumns(group: Group, myId: string): Column<Member>[] {
  const t = useText()
  const common = useCommonText()
  const leads = mayLead(group.my_role)
  const roleCell = (member: Member) =>
    leads ? (
      <MemberRole groupId={group.id} member={member} isMe={member.user_id === myId} />
    ) : (
      common(`role.${member.role}`)
    )
  const columns: Column<Member>[] = [
    {
      id: 'name',
      header: t('members.name'),
      sortValue: (member) => member.name,
      cell: (member) => (
        <>
          {[member.title, member.name].filter(Boolean).join(' ')}
          {member.user_id === myId && (
            <Text span size="sm" c="dimmed">
              {' '}
              ({t('members.you')})
            </Text>
          )}
        </>
      ),
    },
    {
      id: 'specialty',
      header: t('members.specialty'),
      sortValue: (member) => member.specialty,
      cell: (member) => member.specialty ?? '–',
    },
    {
      id: 'email',
      header: t('members.email'),
      sortValue: (member) => member.email,
      cell: (member) => member.email,
    },
    {
      id: 'role',
      header: t('members.role'),
      width: 170,
      sortValue: (member) => member.role,
      cell: roleCell,
    },
    {
      id: 'joined',
      header: t('members.joinedAt'),
      width: 140,
      sortValue: (member) => member.joined_at,
      cell: (member) => formatDate(member.joined_at),
    },
  ]
  const remove = (member: Member) =>
    member.user_id !== myId && <RemoveMemberButton groupId={group.id} member={member} />
  return leads ? [...columns, { id: 'remove', header: '', width: 90, numeric: true, cell: remove }] : columns
}
