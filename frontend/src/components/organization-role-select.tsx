import type { OrganizationRole } from '@/api/types'
import { ChoiceSelect, type ChoiceSelectProps } from './choice-select'
import { useText } from './messages'

const roles: OrganizationRole[] = ['admin', 'clinician', 'member']

/** A role in an organisation. */
export function OrganizationRoleSelect(props: Omit<ChoiceSelectProps<OrganizationRole>, 'choices'>) {
  const t = useText()
  const choices = roles.map((role) => ({
    value: role,
    label: t(`organizationRole.${role}`),
    hint: t(`organizationRoleHint.${role}`),
  }))
  return <ChoiceSelect choices={choices} {...props} />
}
