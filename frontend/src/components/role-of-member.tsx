import { useState, type ComponentType } from 'react'
import type { ChoiceSelectProps } from './choice-select'
import { useText } from './messages'
import { StepDownDialog } from './step-down-dialog'

interface RoleOfMemberProps<Role extends string> {
  name: string
  role: Role
  isMe: boolean
  select: ComponentType<Omit<ChoiceSelectProps<Role>, 'choices'>>
  /** How a role is called. */
  called: (role: Role) => string
  busy: boolean
  onChange: (role: Role, options?: { onSettled: () => void }) => void
}

/** Changes a role at once; asks only the admin who would give up their own. */
export function RoleOfMember<Role extends string>(props: RoleOfMemberProps<Role>) {
  const { name, role, isMe, select: Select, called, busy, onChange } = props
  const t = useText()
  const [asked, setAsked] = useState<Role | null>(null)
  const choose = (chosen: Role) => {
    if (chosen === role) return
    if (isMe && role === 'admin') setAsked(chosen)
    else onChange(chosen)
  }
  return (
    <>
      <Select size="xs" w={130} aria-label={t('member.roleOf', { name })} value={role} onChange={choose} />
      <StepDownDialog
        role={asked && called(asked)}
        busy={busy}
        onConfirm={() => asked && onChange(asked, { onSettled: () => setAsked(null) })}
        onClose={() => setAsked(null)}
      />
    </>
  )
}
