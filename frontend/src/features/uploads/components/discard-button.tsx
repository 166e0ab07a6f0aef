import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useMutation } from '@tanstack/react-query'
import { ConfirmDialog } from '@/components/confirm-dialog'
import { formatCount } from '@/lib/format'
import { useText } from '../messages'

interface DiscardButtonProps {
  label: string
  /** Files that are there and go with it. */
  arrived: number
  onDiscard: () => Promise<void>
}

/** Gives up an upload before its import: names what goes, asks once. */
export function DiscardButton({ label, arrived, onDiscard }: DiscardButtonProps) {
  const t = useText()
  const [opened, dialog] = useDisclosure()
  const discard = useMutation({ mutationFn: onDiscard, meta: { showsError: true }, onSuccess: dialog.close })
  return (
    <>
      <Button variant="default" c="var(--mantine-color-error)" onClick={dialog.open}>
        {label}
      </Button>
      <ConfirmDialog
        opened={opened}
        title={t('discard.title')}
        action={t('discard.action')}
        busy={discard.isPending}
        error={discard.error}
        onConfirm={() => discard.mutate()}
        onClose={dialog.close}
      >
        {t('discard.goes', { count: arrived, number: formatCount(arrived) })}
      </ConfirmDialog>
    </>
  )
}
