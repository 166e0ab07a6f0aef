import { useState } from 'react'
import type { GroupRole, Member } from '@/api/types'
import { useText as useCommonText } from '@/components/messages'
import { RoleSelect } from '@/components/role-select'
import { StepDownDialog } from '@/components/step-down-dialog'
import { useChangeRole } from '../api'
import { useText } from '../messages'

interface MemberRoleProps {
  groupId: string
  member: Member
  isMe: boolean
}

/** Changes a role at once; asks only the admin who would give up their own. */
export function MemberRole({ groupId, member, isMe }: MemberRoleProps) {
  const t = useText()
  const common = useCommonText()
  const change = useChangeRole(groupId)
  const [asked, setAsked] = useState<GroupRole | null>(null)
  const { user_id: userId, name, role } = member
  const choose = (chosen: GroupRole) => {
    if (chosen === role) return
    if (isMe && role === 'admin') setAsked(chosen)
    else change.mutate({ userId, role: chosen })
  }
  const stepDown = () => asked && change.mutate({ userId, role: asked }, { onSettled: () => setAsked(null) })
  return (
    <>
      <RoleSelect
        size="xs"
        w={130}
        aria-label={t('members.roleOf', { name })}
        value={role}
        onChange={choose}
      />
      <StepDownDialog
        role={asked && common(`role.${asked}`)}
        busy={change.isPending}
        onConfirm={stepDown}
        onClose={() => setAsked(null)}
      />
    </>
  )
}
