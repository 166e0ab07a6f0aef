import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import type { User, UserUpdate } from '@/api/types'
import { ConfirmDialog } from '@/components/confirm-dialog'
import { useUpdateUser } from '../api'
import { useText } from '../messages'

const changes = {
  makeAdmin: { system_role: 'admin' },
  removeAdmin: { system_role: null },
  deactivate: { is_active: false },
  activate: { is_active: true },
} as const satisfies Record<string, UserUpdate>

type UserChange = keyof typeof changes

/** What can be done with an account as it is now. */
export function userChanges({ system_role, is_active }: User): UserChange[] {
  return [system_role === 'admin' ? 'removeAdmin' : 'makeAdmin', is_active ? 'deactivate' : 'activate']
}

/** Each of them reaches far, so each says first what it means. */
export function ChangeUserButton({ kind, user }: { kind: UserChange; user: User }) {
  const t = useText()
  const [opened, dialog] = useDisclosure()
  const update = useUpdateUser(user.id)
  const { name } = user
  const open = () => {
    update.reset()
    dialog.open()
  }
  return (
    <>
      <Button
        size="compact-sm"
        variant="subtle"
        color="gray"
        aria-label={t(`${kind}.of`, { name })}
        onClick={open}
      >
        {t(`${kind}.action`)}
      </Button>
      <ConfirmDialog
        opened={opened}
        title={t(`${kind}.title`, { name })}
        action={t(`${kind}.action`)}
        isHarmless={kind === 'activate' || kind === 'makeAdmin'}
        busy={update.isPending}
        error={update.error}
        onConfirm={() => update.mutate(changes[kind], { onSuccess: dialog.close })}
        onClose={dialog.close}
      >
        {t(`${kind}.text`, { name })}
      </ConfirmDialog>
    </>
  )
}
