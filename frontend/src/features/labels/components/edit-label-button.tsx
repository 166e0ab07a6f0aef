import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import type { Label } from '@/api/types'
import { FormDialog } from '@/components/form-dialog'
import { useUpdateLabel } from '../api'
import { bodyOf, valuesOf } from '../label-values'
import { useText } from '../messages'
import { useLabelForm } from '../use-label-form'
import { LabelFields } from './label-fields'

const places = { LabelNameTaken: 'name', ShortcutTaken: 'shortcut' }

export function EditLabelButton({ label }: { label: Label }) {
  const t = useText()
  const [opened, dialog] = useDisclosure()
  const update = useUpdateLabel(label)
  const form = useLabelForm(valuesOf(label))
  const fill = () => {
    form.setValues(valuesOf(label))
    form.clearErrors()
    update.reset()
  }
  const open = () => {
    fill()
    dialog.open()
  }
  const submit = form.onSubmit((values) =>
    update.mutate(bodyOf(values), {
      onSuccess: dialog.close,
      onError: (error) => form.setErrors(error.errorsAt(places)),
    }),
  )
  return (
    <>
      <Button
        size="compact-sm"
        variant="subtle"
        color="gray"
        aria-label={t('editOf', { name: label.name })}
        onClick={open}
      >
        {t('edit')}
      </Button>
      <FormDialog
        opened={opened}
        size="lg"
        title={t('editTitle', { name: label.name })}
        action={t('saveAction')}
        busy={update.isPending}
        error={update.error}
        places={places}
        onLookAgain={fill}
        onSubmit={submit}
        onClose={dialog.close}
      >
        <LabelFields form={form} />
      </FormDialog>
    </>
  )
}
