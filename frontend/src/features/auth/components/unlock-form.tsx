import { Button, Stack, VisuallyHidden } from '@mantine/core'
import { useForm } from '@mantine/form'
import type { Me } from '@/api/types'
import { PasswordField } from '@/components/password-field'
import { Notice } from '@/components/states'
import { useUnlock } from '../api'
import { useText } from '../messages'

/** The way back for whoever locked the screen: the password, and all is as it was. */
export function UnlockForm({ me, onUnlocked }: { me: Me; onUnlocked: () => void }) {
  const t = useText()
  const unlock = useUnlock(me.email)
  const form = useForm({
    initialValues: { password: '' },
    validate: { password: (password) => (password ? null : t('passwordNeeded')) },
  })
  const submit = form.onSubmit(({ password }) => unlock.mutate(password, { onSuccess: onUnlocked }))
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <VisuallyHidden>
          <input type="email" autoComplete="username" value={me.email} readOnly tabIndex={-1} aria-hidden />
        </VisuallyHidden>
        <PasswordField
          label={t('password')}
          autoComplete="current-password"
          autoFocus
          {...form.getInputProps('password')}
        />
        {unlock.error && <Notice>{unlock.error.detail}</Notice>}
        <Button type="submit" fullWidth loading={unlock.isPending}>
          {t('unlock')}
        </Button>
      </Stack>
    </form>
  )
}
