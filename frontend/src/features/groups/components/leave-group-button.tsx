import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useNavigate } from '@tanstack/react-router'
import type { Group } from '@/api/types'
import { ConfirmDialog } from '@/components/confirm-dialog'
import { useLeaveGroup } from '../api'
import { useText } from '../messages'

export function LeaveGroupButton({ group }: { group: Group }) {
  const t = useText()
  const navigate = useNavigate()
  const [opened, dialog] = useDisclosure()
  const leave = useLeaveGroup()
  const open = () => {
    leave.reset()
    dialog.open()
  }
  return (
    <>
      <Button variant="default" onClick={open}>
        {t('leave')}
      </Button>
      <ConfirmDialog
        opened={opened}
        title={t('leaveTitle', { name: group.name })}
        action={t('leave')}
        busy={leave.isPending}
        error={leave.error}
        onConfirm={() => leave.mutate(group, { onSuccess: () => void navigate({ to: '/groups' }) })}
        onClose={dialog.close}
      >
        {t('leaveText')}
      </ConfirmDialog>
    </>
  )
}
