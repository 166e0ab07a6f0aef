import { Button, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useDisclosure } from '@mantine/hooks'
import { useNavigate } from '@tanstack/react-router'
import { FormDialog } from '@/components/form-dialog'
import { useText as useCommonText } from '@/components/messages'
import { useCreateOrganization } from '../api'
import { useText } from '../messages'

const places = { CenterKeyTaken: 'center_key' }

export function CreateOrganizationButton() {
  const t = useText()
  const common = useCommonText()
  const navigate = useNavigate()
  const [opened, dialog] = useDisclosure()
  const create = useCreateOrganization()
  const form = useForm({
    initialValues: { name: '', center_key: '' },
    validate: {
      name: (name) => (name.trim() ? null : common('fieldRequired')),
      center_key: (key) => (/^[a-z0-9][a-z0-9_-]{0,63}$/.test(key.trim()) ? null : t('keyInvalid')),
    },
  })
  const open = () => {
    form.reset()
    create.reset()
    dialog.open()
  }
  const submit = form.onSubmit(({ name, center_key }) =>
    create.mutate(
      { name: name.trim(), center_key: center_key.trim() },
      {
        onSuccess: ({ id }) =>
          void navigate({ to: '/organizations/$organizationId', params: { organizationId: id } }),
        onError: (error) => form.setErrors(error.errorsAt(places)),
      },
    ),
  )
  return (
    <>
      <Button onClick={open}>{t('create')}</Button>
      <FormDialog
        opened={opened}
        title={t('create')}
        action={t('createAction')}
        busy={create.isPending}
        error={create.error}
        places={places}
        onSubmit={submit}
        onClose={dialog.close}
      >
        <TextInput label={t('name')} data-autofocus {...form.getInputProps('name')} />
        <TextInput label={t('key')} description={t('keyHint')} {...form.getInputProps('center_key')} />
      </FormDialog>
    </>
  )
}
