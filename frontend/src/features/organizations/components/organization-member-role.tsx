import { useState } from 'react'
import type { OrganizationMember, OrganizationRole } from '@/api/types'
import { useText as useCommonText } from '@/components/messages'
import { OrganizationRoleSelect } from '@/components/organization-role-select'
import { StepDownDialog } from '@/components/step-down-dialog'
import { useChangeOrganizationRole } from '../api'
import { useText } from '../messages'

interface OrganizationMemberRoleProps {
  organizationId: string
  member: OrganizationMember
  isMe: boolean
}

/** Changes a role at once; asks only the admin who would give up their own. */
export function OrganizationMemberRole({ organizationId, member, isMe }: OrganizationMemberRoleProps) {
  const t = useText()
  const common = useCommonText()
  const change = useChangeOrganizationRole(organizationId)
  const [asked, setAsked] = useState<OrganizationRole | null>(null)
  const { user_id: userId, name, role } = member
  const choose = (chosen: OrganizationRole) => {
    if (chosen === role) return
    if (isMe && role === 'admin') setAsked(chosen)
    else change.mutate({ userId, role: chosen })
  }
  const stepDown = () => asked && change.mutate({ userId, role: asked }, { onSettled: () => setAsked(null) })
  return (
    <>
      <OrganizationRoleSelect
        size="xs"
        w={130}
        aria-label={t('members.roleOf', { name })}
        value={role}
        onChange={choose}
      />
      <StepDownDialog
        role={asked && common(`organizationRole.${asked}`)}
        busy={change.isPending}
        onConfirm={stepDown}
        onClose={() => setAsked(null)}
      />
    </>
  )
}
