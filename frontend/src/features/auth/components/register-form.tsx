import { Button, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import type { Me } from '@/api/types'
import { FormError } from '@/components/form-error'
import { useText as useCommonText } from '@/components/messages'
import { NewPasswordInput } from '@/components/new-password-input'
import { shortestPassword, strengthOf } from '@/lib/password'
import { useRegister } from '../api'
import { useText } from '../messages'

interface RegisterFormProps {
  /** A join code that was brought along. */
  code: string
  /** Accounts are for those who hold a join code. */
  needsCode: boolean
  onRegistered: (me: Me, withCode: boolean) => void
}

const places = { EmailTaken: 'email', InvitationNotFound: 'code', InvitationEnded: 'code' }

export function RegisterForm({ code, needsCode, onRegistered }: RegisterFormProps) {
  const t = useText()
  const register = useRegister()
  const form = useRegisterForm(code, needsCode)
  const submit = form.onSubmit(({ email, name, password, code }) => {
    const joinCode = code.trim() || null
    const body = { email: email.trim(), name: name.trim(), password, code: joinCode }
    register.mutate(body, {
      onSuccess: (me) => onRegistered(me, joinCode !== null),
      onError: (error) => form.setErrors(error.errorsAt(places)),
    })
  })
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="lg">
        <TextInput
          label={t('email')}
          type="email"
          autoComplete="username"
          autoFocus
          {...form.getInputProps('email')}
        />
        <TextInput
          label={t('name')}
          description={t('nameHint')}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          autoComplete="name"
          {...form.getInputProps('name')}
        />
        <NewPasswordInput
          label={t('password')}
          {...form.getInputProps('password')}
          value={form.values.password}
        />
        <TextInput
          label={needsCode ? t('code') : t('codeOptional')}
          description={needsCode ? t('codeNeededHint') : t('codeHint')}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          autoComplete="off"
          spellCheck={false}
          styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
          {...form.getInputProps('code')}
        />
        <FormError error={register.error} places={places} />
        <Button type="submit" fullWidth loading={register.isPending}>
          {t('register')}
        </Button>
      </Stack>
    </form>
  )
}

function useRegisterForm(code: string, needsCode: boolean) {
  const t = useText()
  const common = useCommonText()
  return useForm({
    initialValues: { email: '', name: '', password: '', code },
    validate: {
      email: (email) => (/^[^@\s]+@[^@\s]+$/.test(email.trim()) ? null : t('emailNeeded')),
      name: (name) => (name.trim() ? null : common('fieldRequired')),
      password: (password) =>
        strengthOf(password) === 'short' ? common('password.tooShort', { least: shortestPassword }) : null,
      code: (code) => (needsCode && !code.trim() ? t('codeNeeded') : null),
    },
  })
}
