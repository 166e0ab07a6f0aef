import type { OrganizationMember } from '@/api/types'
import { useText } from '@/components/messages'
import { OrganizationRoleSelect } from '@/components/organization-role-select'
import { RoleOfMember } from '@/components/role-of-member'
import { useChangeOrganizationRole } from '../api'

interface OrganizationMemberRoleProps {
  organizationId: string
  member: OrganizationMember
  isMe: boolean
}

export function OrganizationMemberRole({ organizationId, member, isMe }: OrganizationMemberRoleProps) {
  const t = useText()
  const change = useChangeOrganizationRole(organizationId)
  return (
    <RoleOfMember
      name={member.name}
      role={member.role}
      isMe={isMe}
      select={OrganizationRoleSelect}
      called={(role) => t(`organizationRole.${role}`)}
      busy={change.isPending}
      onChange={(role, options) => change.mutate({ userId: member.user_id, role }, options)}
    />
  )
}
