import { useForm } from '@mantine/form'
import type { Me } from '@/api/types'
import { useText as useCommonText } from '@/components/messages'
import { NewPasswordInput } from '@/components/new-password-input'
import { Panel } from '@/components/panel'
import { PanelForm } from '@/components/panel-form'
import { PasswordField } from '@/components/password-field'
import { shortestPassword, strengthOf } from '@/lib/password'
import { useChangePassword } from '../api'
import { useText } from '../messages'

const places = { WrongPassword: 'current_password' }

export function PasswordForm({ me }: { me: Me }) {
  const t = useText()
  const common = useCommonText()
  const change = useChangePassword()
  const form = useForm({
    initialValues: { current_password: '', new_password: '' },
    validate: {
      current_password: (password) => (password ? null : t('passwordNeeded')),
      new_password: (password) =>
        strengthOf(password) === 'short' ? common('password.tooShort', { least: shortestPassword }) : null,
    },
  })
  const submit = form.onSubmit((values) =>
    change.mutate(values, {
      onSuccess: form.reset,
      onError: (error) => form.setErrors(error.errorsAt(places)),
    }),
  )
  return (
    <Panel title={t('profile.password')}>
      <PanelForm
        action={t('profile.changePassword')}
        busy={change.isPending}
        saved={change.isSuccess && !form.isDirty() && t('profile.passwordChanged')}
        error={change.error}
        places={places}
        onSubmit={submit}
      >
        {/* For password managers: whose password it is. */}
        <input type="hidden" name="username" autoComplete="username" value={me.email} />
        <PasswordField
          label={t('profile.currentPassword')}
          autoComplete="current-password"
          {...form.getInputProps('current_password')}
        />
        <NewPasswordInput
          label={t('profile.newPassword')}
          {...form.getInputProps('new_password')}
          value={form.values.new_password}
        />
      </PanelForm>
    </Panel>
  )
}
