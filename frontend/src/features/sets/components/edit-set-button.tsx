import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import type { ReadingSet } from '@/api/types'
import { FormDialog } from '@/components/form-dialog'
import { useUpdateSet } from '../api'
import { useText } from '../messages'
import { useSetForm, valuesOf } from '../use-set-form'
import { SetFields } from './set-fields'

export function EditSetButton({ set }: { set: ReadingSet }) {
  const t = useText()
  const [opened, dialog] = useDisclosure()
  const update = useUpdateSet(set.id)
  const form = useSetForm(valuesOf(set))
  const open = () => {
    form.setValues(valuesOf(set))
    form.clearErrors()
    update.reset()
    dialog.open()
  }
  const submit = form.onSubmit((values) =>
    update.mutate(values, {
      onSuccess: dialog.close,
      onError: (error) => form.setErrors(error.fieldErrors),
    }),
  )
  return (
    <>
      <Button variant="default" onClick={open}>
        {t('edit')}
      </Button>
      <FormDialog
        opened={opened}
        title={t('editTitle')}
        action={t('editAction')}
        busy={update.isPending}
        error={update.error}
        onSubmit={submit}
        onClose={dialog.close}
        size="lg"
      >
        <SetFields form={form} />
      </FormDialog>
    </>
  )
}
