import { Button, List, Stack, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import type { ReadingSet } from '@/api/types'
import { ConfirmDialog } from '@/components/confirm-dialog'
import { formatCount } from '@/lib/format'
import { isOpen, useStartRound } from '../api'
import { useText } from '../messages'

/** Begins the next round of reading a set, once its lead has read what that means. */
export function StartRound({ set }: { set: ReadingSet }) {
  const t = useText()
  const [opened, dialog] = useDisclosure()
  const start = useStartRound(set.id)
  const open = () => {
    start.reset()
    dialog.open()
  }
  if (!isOpen(set) || set.sample_count === 0) return null
  const hasBegun = set.is_blind || (set.examination_count ?? 0) > 0
  return (
    <>
      <Text size="sm" c="dimmed">
        {t('rounds.current', { round: formatCount(set.round) })}
        {!hasBegun && ` · ${t('rounds.notBegun')}`}
        {set.is_blind && ` · ${t('rounds.blind')}`}
      </Text>
      <Button size="compact-sm" variant="default" disabled={!hasBegun || set.is_blind} onClick={open}>
        {t('rounds.open')}
      </Button>
      <ConfirmDialog
        opened={opened}
        title={t('rounds.ask', { round: formatCount(set.round + 1) })}
        action={t('rounds.action', { round: formatCount(set.round + 1) })}
        isHarmless
        busy={start.isPending}
        error={start.error}
        onConfirm={() => start.mutate(set.version, { onSuccess: dialog.close })}
        onClose={dialog.close}
      >
        <WhatItMeans set={set} />
      </ConfirmDialog>
    </>
  )
}

function WhatItMeans({ set }: { set: ReadingSet }) {
  const t = useText()
  const open = (set.examination_count ?? 0) - (set.done_count ?? 0)
  return (
    <Stack gap="sm">
      <List size="sm" spacing={4}>
        <List.Item>
          {t('rounds.unread', { count: set.sample_count, number: formatCount(set.sample_count) })}
        </List.Item>
        <List.Item>{t('rounds.readers')}</List.Item>
        <List.Item>{t('rounds.kept', { round: formatCount(set.round) })}</List.Item>
        {open > 0 && (
          <List.Item>{t('rounds.unfinished', { count: open, number: formatCount(open) })}</List.Item>
        )}
      </List>
      <Text size="sm">{t('rounds.forGood')}</Text>
    </Stack>
  )
}
