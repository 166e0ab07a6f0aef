import { ConfirmDialog } from './confirm-dialog'
import { useText } from './messages'

interface StepDownDialogProps {
  /** The role that an admin chose for themselves, as it is called; null while none is chosen. */
  role: string | null
  busy: boolean
  onConfirm: () => void
  onClose: () => void
}

/** Roles change at once and back; only one's own admin role does not come back by oneself. */
export function StepDownDialog({ role, busy, onConfirm, onClose }: StepDownDialogProps) {
  const t = useText()
  return (
    <ConfirmDialog
      opened={role !== null}
      title={t('stepDown.title')}
      action={t('stepDown.action', { role })}
      busy={busy}
      error={null}
      onConfirm={onConfirm}
      onClose={onClose}
    >
      {t('stepDown.text', { role })}
    </ConfirmDialog>
  )
}
