import { Button } from '@mantine/core'
import type { Invitation } from '@/api/types'
import { useMailInvitation } from '../api'
import { useText } from '../messages'

/** Sends an invitation to its address once more; a failure is said aside. */
export function MailAgainButton({ invitation }: { invitation: Invitation }) {
  const t = useText()
  const mail = useMailInvitation(invitation.group_id)
  return (
    <Button
      size="compact-sm"
      variant="subtle"
      color="gray"
      aria-label={t('mailOf', { email: invitation.email })}
      loading={mail.isPending}
      onClick={() => mail.mutate(invitation.id)}
    >
      {invitation.mailed_at ? t('mailAgain') : t('mail')}
    </Button>
  )
}
