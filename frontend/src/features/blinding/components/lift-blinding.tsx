import { Button, List, Stack, Textarea } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useState } from 'react'
import type { ReadingSet } from '@/api/types'
import { ConfirmDialog } from '@/components/confirm-dialog'
import { useLiftBlinding } from '../api'
import { useText } from '../messages'

const SHORTEST = 3
const meanings = ['seen', 'ended', 'freed', 'kept'] as const

/** Asks for a reason, says what it ends, then shows what the others have read. */
export function LiftBlinding({ set }: { set: ReadingSet }) {
  const t = useText()
  const [opened, dialog] = useDisclosure()
  const [reason, setReason] = useState('')
  const lift = useLiftBlinding(set.id)
  const open = () => {
    lift.reset()
    dialog.open()
  }
  return (
    <>
      <Button size="compact-sm" variant="default" onClick={open}>
        {t('lift.open')}
      </Button>
      <ConfirmDialog
        opened={opened}
        title={t('lift.title', { set: set.name })}
        action={t('lift.action')}
        isReady={reason.trim().length >= SHORTEST}
        busy={lift.isPending}
        error={lift.error}
        onConfirm={() => lift.mutate(reason.trim(), { onSuccess: dialog.close })}
        onClose={dialog.close}
      >
        <Stack gap="md">
          <List size="sm" spacing={4}>
            {meanings.map((meaning) => (
              <List.Item key={meaning}>{t(`lift.${meaning}`)}</List.Item>
            ))}
          </List>
          <Textarea
            label={t('lift.reason')}
            withAsterisk
            autosize
            minRows={2}
            maxRows={6}
            maxLength={2000}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
        </Stack>
      </ConfirmDialog>
    </>
  )
}
