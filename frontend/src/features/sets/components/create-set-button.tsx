import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useNavigate } from '@tanstack/react-router'
import { FormDialog } from '@/components/form-dialog'
import { useCreateSet } from '../api'
import { useText } from '../messages'
import { newSet, useSetForm } from '../use-set-form'
import { SetFields } from './set-fields'

export function CreateSetButton({ groupId }: { groupId: string }) {
  const t = useText()
  const [opened, dialog] = useDisclosure()
  const create = useCreateSet(groupId)
  const navigate = useNavigate()
  const form = useSetForm(newSet)
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
