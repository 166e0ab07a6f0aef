import { Button } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useDisclosure } from '@mantine/hooks'
import { useNavigate } from '@tanstack/react-router'
import type { SetCreate } from '@/api/types'
import { FormDialog } from '@/components/form-dialog'
import { useText as useCommonText } from '@/components/messages'
import { useCreateSet } from '../api'
import { useText } from '../messages'
import { SetFields } from './set-fields'

const initialValues = {
  name: '',
  description: '',
  task: 'detection',
  package_size: 20,
  readers_per_sample: 1,
  identity: 'pseudonym',
  guideline: '',
} satisfies SetCreate

export function CreateSetButton({ groupId }: { groupId: string }) {
  const t = useText()
  const common = useCommonText()
  const [opened, dialog] = useDisclosure()
  const create = useCreateSet(groupId)
  const navigate = useNavigate()
  const form = useForm<Required<SetCreate>>({
    initialValues,
    validate: { name: (name) => (name.trim() ? null : common('fieldRequired')) },
  })
  const submit = form.onSubmit((values) =>
    create.mutate(values, {
      onSuccess: (set) => void navigate({ to: '/sets/$setId/upload', params: { setId: set.id } }),
      onError: (error) => form.setErrors(error.fieldErrors),
    }),
  )
  return (
    <>
      <Button onClick={dialog.open}>{t('create')}</Button>
      <FormDialog
        opened={opened}
        title={t('createTitle')}
        action={t('createAction')}
        busy={create.isPending}
        error={create.error}
        onSubmit={submit}
        onClose={dialog.close}
        size="lg"
      >
        <SetFields form={form} />
      </FormDialog>
    </>
  )
}
