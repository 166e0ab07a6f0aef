import { Select, type SelectProps, Text } from '@mantine/core'
import type { GroupRole } from '@/api/types'
import { useText as useCommonText } from '@/components/messages'
import { useText } from '../messages'

const roles: GroupRole[] = ['admin', 'reviewer', 'annotator', 'viewer']

interface RoleSelectProps extends Omit<SelectProps, 'data' | 'value' | 'onChange'> {
  value: GroupRole
  onChange: (role: GroupRole) => void
}

/** A role, with what it may do beside its name. */
export function RoleSelect({ value, onChange, ...rest }: RoleSelectProps) {
  const t = useText()
  const common = useCommonText()
  return (
    <Select
      data={roles.map((role) => ({ value: role, label: common(`role.${role}`) }))}
      value={value}
      onChange={(role) => role && onChange(role as GroupRole)}
      allowDeselect={false}
      comboboxProps={{ width: 300, position: 'bottom-start' }}
      renderOption={({ option }) => (
        <div>
          <Text size="sm">{option.label}</Text>
          <Text size="xs" c="dimmed">
            {t(`roleHint.${option.value as GroupRole}`)}
          </Text>
        </div>
      )}
      {...rest}
    />
  )
}
