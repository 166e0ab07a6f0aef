import { Button, Stack, Text, Title } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { onServerReturned } from '@/api/connection'
import { unlock } from '@/api/lock'
import type { Me } from '@/api/types'
import { FormError } from '@/components/form-error'
import { UnlockForm, useSignOut } from '@/features/auth'
import { useText } from '../messages'
import { Logo } from '../shell/logo'
import classes from './lock.module.css'

/**
 * Lies over everything while the screen is locked. The session is ended: who comes back enters the password and finds
 * the page as it was; somebody else signs in on a page that knows nothing of it.
 */
export function LockCover({ me }: { me: Me }) {
  const t = useText()
  const cover = useRef<HTMLDialogElement>(null)
  const signOut = useEndedSession()
  useEffect(() => cover.current?.showModal(), [])
  const change = useMutation({
    mutationFn: () => signOut(),
    meta: { showsError: true },
    onSuccess: () => {
      unlock()
      // A page anew: nothing of the first person stays in memory.
      window.location.assign('/sign-in')
    },
  })
  return (
    <dialog
      ref={cover}
      className={classes['cover']}
      aria-labelledby="lock-title"
      onCancel={(event) => event.preventDefault()}
    >
      <Stack w={340} gap="lg">
        <Stack align="center" gap="xs" ta="center">
          <Logo size={44} />
          <Title order={1} fz="xl" id="lock-title">
            {t('lock.title')}
          </Title>
          <Text size="sm" c="dimmed">
            {t('lock.text', { name: me.name })}
          </Text>
        </Stack>
        <UnlockForm me={me} onUnlocked={unlock} />
        <Button variant="default" loading={change.isPending} onClick={() => change.mutate()}>
          {t('lock.change')}
        </Button>
        <FormError error={change.error} />
        <Text size="xs" c="dimmed" ta="center">
          {t('lock.kept')}
        </Text>
      </Stack>
    </dialog>
  )
}

/** Ends the session at once, or as soon as the server answers. */
function useEndedSession() {
  const { mutateAsync: signOut } = useSignOut()
  useEffect(() => {
    const end = () => void signOut().catch(() => undefined)
    end()
    return onServerReturned(end)
  }, [signOut])
  return signOut
}
