import type { PasswordInputProps } from '@mantine/core'
import { shortestPassword, strengthOf } from '@/lib/password'
import { useText } from './messages'
import { PasswordField } from './password-field'

/** A password to be chosen: says how long it has to be, and quietly how good it is. */
export function NewPasswordInput({ value, ...rest }: PasswordInputProps & { value: string }) {
  const t = useText()
  const least = shortestPassword
  const hint = value
    ? t(`password.${strengthOf(value)}`, { length: [...value].length, least })
    : t('password.rule', { least })
  return (
    <PasswordField
      autoComplete="new-password"
      description={hint}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      value={value}
      {...rest}
    />
  )
}
