import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { ConfirmDialog } from '@/components/confirm-dialog'
import { useRevokeOtherSessions } from '../api'
import { useText } from '../messages'

export function EndOtherSessionsButton() {
  const t = useText()
  const [opened, dialog] = useDisclosure()
  const revoke = useRevokeOtherSessions()
  return (
    <>
      <Button size="xs" variant="default" onClick={dialog.open}>
        {t('sessions.endOthers')}
      </Button>
      <ConfirmDialog
        opened={opened}
        title={t('sessions.endOthersTitle')}
        action={t('sessions.endOthersAction')}
        busy={revoke.isPending}
        error={revoke.error}
        onConfirm={() => revoke.mutate(undefined, { onSuccess: dialog.close })}
        onClose={dialog.close}
      >
        {t('sessions.endOthersText')}
      </ConfirmDialog>
    </>
  )
}
