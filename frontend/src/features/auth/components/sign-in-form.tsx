import { Button, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useQuery } from '@tanstack/react-query'
import { aboutQuery } from '@/api/about'
import { PasswordField } from '@/components/password-field'
import { Notice } from '@/components/states'
import { useSignIn } from '../api'
import { useText } from '../messages'
import { DemoAccounts } from './demo-accounts'

export function SignInForm({ onSignedIn }: { onSignedIn: () => void }) {
  const t = useText()
  const signIn = useSignIn()
  const about = useQuery(aboutQuery)
  const form = useForm({
    initialValues: { email: '', password: '' },
    validate: {
      email: (email) => (email.trim() ? null : t('emailNeeded')),
      password: (password) => (password ? null : t('passwordNeeded')),
    },
  })
  const submit = form.onSubmit((values) =>
    signIn.mutate({ ...values, email: values.email.trim() }, { onSuccess: onSignedIn }),
  )
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
        <PasswordField
          label={t('password')}
          autoComplete="current-password"
          {...form.getInputProps('password')}
        />
        {signIn.error && <Notice>{signIn.error.detail}</Notice>}
        <Button type="submit" fullWidth loading={signIn.isPending}>
          {t('submit')}
        </Button>
        {about.data?.demo && <DemoAccounts accounts={about.data.demo_accounts} onChoose={form.setValues} />}
      </Stack>
    </form>
  )
}
