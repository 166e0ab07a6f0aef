import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import type { Member } from '@/api/types'
import { ConfirmDialog } from '@/components/confirm-dialog'
import { useRemoveMember } from '../api'
import { useText } from '../messages'

export function RemoveMemberButton({ groupId, member }: { groupId: string; member: Member }) {
  const t = useText()
  const [opened, dialog] = useDisclosure()
  const remove = useRemoveMember(groupId)
  const { name, user_id: userId } = member
  return (
    <>
      <Button
        size="compact-sm"
        variant="subtle"
        color="gray"
        aria-label={t('members.removeOf', { name })}
        onClick={dialog.open}
      >
        {t('members.remove')}
      </Button>
      <ConfirmDialog
        opened={opened}
        title={t('members.removeTitle', { name })}
        action={t('members.removeAction')}
        busy={remove.isPending}
        error={remove.error}
        onConfirm={() => remove.mutate(userId, { onSuccess: dialog.close })}
        onClose={dialog.close}
      >
        {t('members.removeText', { name })}
      </ConfirmDialog>
    </>
  )
}
