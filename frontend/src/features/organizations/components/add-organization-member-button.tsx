import { Button, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useDisclosure } from '@mantine/hooks'
import type { OrganizationRole } from '@/api/types'
import { FormDialog } from '@/components/form-dialog'
import { OrganizationRoleSelect } from '@/components/organization-role-select'
import { useAddOrganizationMember } from '../api'
import { useText } from '../messages'

const places = { UserNotFound: 'email', AlreadyMember: 'email' }

export function AddOrganizationMemberButton({ organizationId }: { organizationId: string }) {
  const t = useText()
  const [opened, dialog] = useDisclosure()
  const add = useAddOrganizationMember(organizationId)
  const form = useForm<{ email: string; role: OrganizationRole }>({
    initialValues: { email: '', role: 'member' },
    validate: { email: (email) => (/^\S+@\S+$/.test(email.trim()) ? null : t('members.emailInvalid')) },
  })
  const open = () => {
    form.reset()
    add.reset()
    dialog.open()
  }
  const submit = form.onSubmit(({ email, role }) =>
    add.mutate(
      { email: email.trim(), role },
      { onSuccess: dialog.close, onError: (error) => form.setErrors(error.errorsAt(places)) },
    ),
  )
  return (
    <>
      <Button onClick={open}>{t('members.add')}</Button>
      <FormDialog
        opened={opened}
        title={t('members.addTitle')}
        action={t('members.addAction')}
        busy={add.isPending}
        error={add.error}
        places={places}
        onSubmit={submit}
        onClose={dialog.close}
      >
        <TextInput
          label={t('members.email')}
          description={t('members.emailHint')}
          type="email"
          autoComplete="off"
          data-autofocus
          {...form.getInputProps('email')}
        />
        <OrganizationRoleSelect
          label={t('members.role')}
          value={form.values.role}
          onChange={(role) => form.setFieldValue('role', role)}
        />
      </FormDialog>
    </>
  )
}
