import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useNavigate } from '@tanstack/react-router'
import type { OrganizationGroup } from '@/api/types'
import { ConfirmDialog } from '@/components/confirm-dialog'
import { useEnterGroup } from '../api'
import { useText } from '../messages'

export function EnterGroupButton(props: { organizationId: string; group: OrganizationGroup }) {
  const t = useText()
  const navigate = useNavigate()
  const [opened, dialog] = useDisclosure()
  const enter = useEnterGroup(props.organizationId)
  const { id, name } = props.group
  const open = () => {
    enter.reset()
    dialog.open()
  }
  const confirm = () =>
    enter.mutate(id, {
      onSuccess: () => void navigate({ to: '/groups/$groupId', params: { groupId: id } }),
    })
  return (
    <>
      <Button
        size="compact-sm"
        variant="subtle"
        color="gray"
        aria-label={t('groups.enterOf', { name })}
        onClick={open}
      >
        {t('groups.enter')}
      </Button>
      <ConfirmDialog
        opened={opened}
        title={t('groups.enterTitle', { name })}
        action={t('groups.enter')}
        isHarmless
        busy={enter.isPending}
        error={enter.error}
        onConfirm={confirm}
        onClose={dialog.close}
      >
        {t('groups.enterText')}
      </ConfirmDialog>
    </>
  )
}
