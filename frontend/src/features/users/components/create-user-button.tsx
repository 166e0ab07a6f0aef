import { Button, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useDisclosure } from '@mantine/hooks'
import type { OrganizationRole } from '@/api/types'
import { FormDialog } from '@/components/form-dialog'
import { useText as useCommonText } from '@/components/messages'
import { NewPasswordInput } from '@/components/new-password-input'
import { OrganizationRoleSelect } from '@/components/organization-role-select'
import { shortestPassword, strengthOf } from '@/lib/password'
import { useCreateUser } from '../api'
import { useText } from '../messages'

const places = { EmailTaken: 'email' }

export function CreateUserButton() {
  const t = useText()
  const [opened, dialog] = useDisclosure()
  const create = useCreateUser()
  const form = useUserForm()
  const open = () => {
    form.reset()
    create.reset()
    dialog.open()
  }
  const submit = form.onSubmit((values) =>
    create.mutate(
      { ...values, email: values.email.trim(), name: values.name.trim() },
      { onSuccess: dialog.close, onError: (error) => form.setErrors(error.errorsAt(places)) },
    ),
  )
  return (
    <>
      <Button onClick={open}>{t('create')}</Button>
      <FormDialog
        opened={opened}
        title={t('createTitle')}
        action={t('createAction')}
        busy={create.isPending}
        error={create.error}
        places={places}
        onSubmit={submit}
        onClose={dialog.close}
      >
        <TextInput
          label={t('email')}
          type="email"
          autoComplete="off"
          data-autofocus
          {...form.getInputProps('email')}
        />
        <TextInput label={t('name')} autoComplete="off" {...form.getInputProps('name')} />
        <NewPasswordInput
          label={t('password')}
          {...form.getInputProps('password')}
          value={form.values.password}
        />
        <OrganizationRoleSelect
          label={t('organizationRole')}
          description={t('organizationRoleHint')}
          value={form.values.organization_role}
          onChange={(role) => form.setFieldValue('organization_role', role)}
        />
      </FormDialog>
    </>
  )
}

interface UserValues {
  email: string
  name: string
  password: string
  organization_role: OrganizationRole
}

function useUserForm() {
  const t = useText()
  const common = useCommonText()
  return useForm<UserValues>({
    initialValues: { email: '', name: '', password: '', organization_role: 'member' },
    validate: {
      email: (email) => (/^[^@\s]+@[^@\s]+$/.test(email.trim()) ? null : t('emailInvalid')),
      name: (name) => (name.trim() ? null : common('fieldRequired')),
      password: (password) =>
        strengthOf(password) === 'short' ? common('password.tooShort', { least: shortestPassword }) : null,
    },
  })
}
