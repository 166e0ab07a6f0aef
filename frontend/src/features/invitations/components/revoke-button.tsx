import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import type { Invitation } from '@/api/types'
import { ConfirmDialog } from '@/components/confirm-dialog'
import { useRevokeInvitation } from '../api'
import { useText } from '../messages'

export function RevokeButton({ invitation }: { invitation: Invitation }) {
  const t = useText()
  const [opened, dialog] = useDisclosure()
  const revoke = useRevokeInvitation(invitation.group_id)
  const { code } = invitation
  return (
    <>
      <Button
        size="compact-sm"
        variant="subtle"
        color="gray"
        aria-label={t('revokeOf', { code })}
        onClick={dialog.open}
      >
        {t('revoke')}
      </Button>
      <ConfirmDialog
        opened={opened}
        title={t('revokeTitle', { code })}
        action={t('revokeAction')}
        busy={revoke.isPending}
        error={revoke.error}
        onConfirm={() => revoke.mutate(invitation.id, { onSuccess: dialog.close })}
        onClose={dialog.close}
      >
        {t('revokeText')}
      </ConfirmDialog>
    </>
  )
}
