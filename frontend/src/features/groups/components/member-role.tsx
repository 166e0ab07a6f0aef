import type { Member } from '@/api/types'
import { useText } from '@/components/messages'
import { RoleOfMember } from '@/components/role-of-member'
import { RoleSelect } from '@/components/role-select'
import { useChangeRole } from '../api'

interface MemberRoleProps {
  groupId: string
  member: Member
  isMe: boolean
}

export function MemberRole({ groupId, member, isMe }: MemberRoleProps) {
  const t = useText()
  const change = useChangeRole(groupId)
  return (
    <RoleOfMember
      name={member.name}
      role={member.role}
      isMe={isMe}
      select={RoleSelect}
      called={(role) => t(`role.${role}`)}
      busy={change.isPending}
      onChange={(role, options) => change.mutate({ userId: member.user_id, role }, options)}
    />
  )
}
