import { Button, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useDisclosure } from '@mantine/hooks'
import type { GroupRole } from '@/api/types'
import { FormDialog } from '@/components/form-dialog'
import { RoleSelect } from '@/components/role-select'
import { useAddMember } from '../api'
import { useText } from '../messages'

export function AddMemberButton({ groupId }: { groupId: string }) {
  const t = useText()
  const [opened, dialog] = useDisclosure()
  const add = useAddMember(groupId)
  const form = useForm<{ email: string; role: GroupRole }>({
    initialValues: { email: '', role: 'annotator' },
    validate: { email: (email) => (/^\S+@\S+$/.test(email.trim()) ? null : t('members.emailInvalid')) },
  })
  const close = () => {
    dialog.close()
    form.reset()
    add.reset()
  }
  const submit = form.onSubmit((values) =>
    add.mutate(
      { ...values, email: values.email.trim() },
      { onSuccess: close, onError: (error) => form.setErrors(error.fieldErrors) },
    ),
  )
  return (
    <>
      <Button onClick={dialog.open}>{t('members.add')}</Button>
      <FormDialog
        opened={opened}
        title={t('members.addTitle')}
        action={t('members.addAction')}
        busy={add.isPending}
        error={add.error}
        onSubmit={submit}
        onClose={close}
      >
        <TextInput
          label={t('members.email')}
          description={t('members.emailHint')}
          type="email"
          autoComplete="off"
          data-autofocus
          {...form.getInputProps('email')}
        />
        <RoleSelect
          label={t('members.role')}
          value={form.values.role}
          onChange={(role) => form.setFieldValue('role', role)}
        />
      </FormDialog>
    </>
  )
}
