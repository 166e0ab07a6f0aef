import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import type { Label } from '@/api/types'
import { ConfirmDialog } from '@/components/confirm-dialog'
import { useDeleteLabel } from '../api'
import { useText } from '../messages'

export function DeleteLabelButton({ setId, label }: { setId: string; label: Label }) {
  const t = useText()
  const [opened, dialog] = useDisclosure()
  const remove = useDeleteLabel(setId, label.id)
  const { name } = label
  return (
    <>
      <Button
        size="compact-sm"
        variant="subtle"
        color="gray"
        aria-label={t('deleteOf', { name })}
        onClick={() => {
          remove.reset()
          dialog.open()
        }}
      >
        {t('delete')}
      </Button>
      <ConfirmDialog
        opened={opened}
        title={t('deleteTitle', { name })}
        action={t('deleteAction')}
        busy={remove.isPending}
        error={remove.error}
        onConfirm={() => remove.mutate(undefined, { onSuccess: dialog.close })}
        onClose={dialog.close}
      >
        {t('deleteText', { name })}
      </ConfirmDialog>
    </>
  )
}
