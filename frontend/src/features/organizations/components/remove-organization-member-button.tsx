import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import type { OrganizationMember } from '@/api/types'
import { ConfirmDialog } from '@/components/confirm-dialog'
import { useRemoveOrganizationMember } from '../api'
import { useText } from '../messages'

interface RemoveOrganizationMemberButtonProps {
  organizationId: string
  member: OrganizationMember
}

export function RemoveOrganizationMemberButton({
  organizationId,
  member,
}: RemoveOrganizationMemberButtonProps) {
  const t = useText()
  const [opened, dialog] = useDisclosure()
  const remove = useRemoveOrganizationMember(organizationId)
  const { name, user_id: userId } = member
  const open = () => {
    remove.reset()
    dialog.open()
  }
  return (
    <>
      <Button
        size="compact-sm"
        variant="subtle"
        color="gray"
        aria-label={t('members.removeOf', { name })}
        onClick={open}
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
