import { PasswordInput, type PasswordInputProps } from '@mantine/core'
import { useText } from './messages'

/** A password; the button that shows it is reached by keyboard too. */
export function PasswordField(props: PasswordInputProps) {
  const t = useText()
  return (
    <PasswordInput
      visibilityToggleButtonProps={{ 'aria-label': t('password.show'), tabIndex: 0 }}
      {...props}
    />
  )
}
