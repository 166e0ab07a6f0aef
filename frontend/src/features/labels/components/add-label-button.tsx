import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import type { Label } from '@/api/types'
import { FormDialog } from '@/components/form-dialog'
import { nextLabelColor } from '@/lib/palette'
import { useCreateLabel } from '../api'
import { bodyOf, emptyLabel } from '../label-values'
import { useText } from '../messages'
import { useLabelForm } from '../use-label-form'
import { LabelFields } from './label-fields'

const places = { LabelNameTaken: 'name', ShortcutTaken: 'shortcut' }

export function AddLabelButton({ setId, used }: { setId: string; used: readonly Label[] }) {
  const t = useText()
  const [opened, dialog] = useDisclosure()
  const create = useCreateLabel(setId)
  const form = useLabelForm(emptyLabel('#000000'))
  const open = () => {
    form.setValues(emptyLabel(nextLabelColor(used.map((label) => label.color))))
    form.clearErrors()
    create.reset()
    dialog.open()
  }
  const submit = form.onSubmit((values) =>
    create.mutate(bodyOf(values), {
      onSuccess: dialog.close,
      onError: (error) => form.setErrors(error.errorsAt(places)),
    }),
  )
  return (
    <>
      <Button onClick={open}>{t('add')}</Button>
      <FormDialog
        opened={opened}
        size="lg"
        title={t('addTitle')}
        action={t('addAction')}
        busy={create.isPending}
        error={create.error}
        places={places}
        onSubmit={submit}
        onClose={dialog.close}
      >
        <LabelFields form={form} />
      </FormDialog>
    </>
  )
}
