import { Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { mayLead } from '@/api/roles'
import type { Group, Member } from '@/api/types'
import type { Column } from '@/components/data-table'
import { ListPanel } from '@/components/list-panel'
import { useText as useCommonText } from '@/components/messages'
import { RoleSelect } from '@/components/role-select'
import { Empty } from '@/components/states'
import { formatDate } from '@/lib/format'
import { membersQuery, useChangeRole } from '../api'
import { useText } from '../messages'
import { AddMemberButton } from './add-member-button'
import { RemoveMemberButton } from './remove-member-button'

export function MemberList({ group, myId }: { group: Group; myId: string }) {
  const t = useText()
  const columns = useMemberColumns(group, myId)
  const add = mayLead(group.my_role) && <AddMemberButton groupId={group.id} />
  return (
    <ListPanel
      title={t('members.title')}
      query={useQuery(membersQuery(group.id))}
      columns={columns}
      rowKey={(member) => member.user_id}
      actions={add}
      empty={
        <Empty title={t('members.emptyTitle')} action={add}>
          {t('members.empty')}
        </Empty>
      }
    />
  )
}

function useMemberColumns(group: Group, myId: string): Column<Member>[] {
  const t = useText()
  const common = useCommonText()
  const changeRole = useChangeRole(group.id)
  const leads = mayLead(group.my_role)
  const roleCell = (member: Member) =>
    leads ? (
      <RoleSelect
        size="xs"
        w={130}
        aria-label={t('members.roleOf', { name: member.name })}
        value={member.role}
        onChange={(role) => changeRole.mutate({ userId: member.user_id, role })}
      />
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
          {member.name}
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
  const remove = (member: Member) => <RemoveMemberButton groupId={group.id} member={member} />
  return leads ? [...columns, { id: 'remove', header: '', width: 90, numeric: true, cell: remove }] : columns
}
