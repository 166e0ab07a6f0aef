import type { GroupRole } from '@/api/types'
import { ChoiceSelect, type ChoiceSelectProps } from './choice-select'
import { useText } from './messages'

const roles: GroupRole[] = ['admin', 'reviewer', 'annotator', 'viewer']

/** A role in a group of readers. */
export function RoleSelect(props: Omit<ChoiceSelectProps<GroupRole>, 'choices'>) {
  const t = useText()
  const choices = roles.map((role) => ({
    value: role,
    label: t(`role.${role}`),
    hint: t(`roleHint.${role}`),
  }))
  return <ChoiceSelect choices={choices} {...props} />
}
