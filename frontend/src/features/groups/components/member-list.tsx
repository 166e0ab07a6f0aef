import { useQuery } from '@tanstack/react-query'
import { mayLead } from '@/api/roles'
import type { Group, Member } from '@/api/types'
import { ListPanel } from '@/components/list-panel'
import { useMemberColumns } from '@/components/member-columns'
import { useText as useCommonText } from '@/components/messages'
import { Empty } from '@/components/states'
import { membersQuery } from '../api'
import { useText } from '../messages'
import { AddMemberButton } from './add-member-button'
import { LeaveGroupButton } from './leave-group-button'
import { MemberRole } from './member-role'
import { RemoveMemberButton } from './remove-member-button'

export function MemberList({ group, myId }: { group: Group; myId: string }) {
  const t = useText()
  const common = useCommonText()
  const leads = mayLead(group.my_role)
  const columns = useMemberColumns<Member>({
    myId,
    role: (member) =>
      leads ? (
        <MemberRole groupId={group.id} member={member} isMe={member.user_id === myId} />
      ) : (
        common(`role.${member.role}`)
      ),
    remove: leads
      ? (member) => member.user_id !== myId && <RemoveMemberButton groupId={group.id} member={member} />
      : undefined,
  })
  const actions = (
    <>
      <LeaveGroupButton group={group} />
      {leads && <AddMemberButton groupId={group.id} />}
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
