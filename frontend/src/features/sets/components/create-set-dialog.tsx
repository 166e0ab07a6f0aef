import { useNavigate } from '@tanstack/react-router'
import { FormDialog } from '@/components/form-dialog'
import { useCreateSet } from '../api'
import { useText } from '../messages'
import { newSet, useSetForm } from '../use-set-form'
import { SetFields } from './set-fields'

interface CreateSetDialogProps {
  groupId: string
  opened: boolean
  onClose: () => void
}

export function CreateSetDialog({ groupId, opened, onClose }: CreateSetDialogProps) {
  const t = useText()
  const create = useCreateSet(groupId)
  const navigate = useNavigate()
  const form = useSetForm(newSet)
  const submit = form.onSubmit((values) =>
    create.mutate(values, {
      onSuccess: (set) => {
        onClose()
        void navigate({ to: '/sets/$setId/upload', params: { setId: set.id } })
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
      size="lg"
    >
      <SetFields form={form} />
    </FormDialog>
  )
}
