import { Textarea, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useNavigate } from '@tanstack/react-router'
import { FormDialog } from '@/components/form-dialog'
import { useText as useCommonText } from '@/components/messages'
import { useCreateGroup } from '../api'
import { useText } from '../messages'

export function CreateGroupDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const t = useText()
  const common = useCommonText()
  const create = useCreateGroup()
  const navigate = useNavigate()
  const form = useForm({
    initialValues: { name: '', description: '' },
    validate: { name: (name) => (name.trim() ? null : common('fieldRequired')) },
  })
  const submit = form.onSubmit((values) =>
    create.mutate(values, {
      onSuccess: (group) => {
        onClose()
        void navigate({ to: '/groups/$groupId', params: { groupId: group.id } })
      },
      onError: (error) => form.setErrors(error.fieldErrors),
    }),
  )
  return (
    <FormDialog
      opened={opened}
      title={t('createTitle')}
      action={t('createAction')}
      busy={create.isPending}
      error={create.error}
      onSubmit={submit}
      onClose={onClose}
    >
      <TextInput label={t('name')} withAsterisk data-autofocus {...form.getInputProps('name')} />
      <Textarea label={t('description')} autosize minRows={2} {...form.getInputProps('description')} />
    </FormDialog>
  )
}
