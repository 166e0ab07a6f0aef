import { Button, Group, Stack, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import type { ReadingSet } from '@/api/types'
import { ConfirmDialog } from '@/components/confirm-dialog'
import { ContentsList } from '@/components/contents-list'
import { Panel } from '@/components/panel'
import { QueryView } from '@/components/query-view'
import { Loading } from '@/components/states'
import { setContentsQuery, useDeleteSet } from '../api'
import { useText } from '../messages'

interface DeleteSetProps {
  set: ReadingSet
  onDeleted: () => void
}

/** Names what goes with a set, then deletes it. */
export function DeleteSet({ set, onDeleted }: DeleteSetProps) {
  const t = useText()
  const [opened, dialog] = useDisclosure()
  const remove = useDeleteSet()
  const open = () => {
    remove.reset()
    dialog.open()
  }
  return (
    <Panel title={t('delete.title')}>
      <Group justify="space-between" gap="lg">
        <Text size="sm" c="dimmed" maw={640}>
          {t('delete.about')}
        </Text>
        <Button variant="default" c="red" onClick={open}>
          {t('delete.open')}
        </Button>
      </Group>
      <ConfirmDialog
        opened={opened}
        title={t('delete.ask', { name: set.name })}
        action={t('delete.action')}
        busy={remove.isPending}
        error={remove.error}
        onConfirm={() => remove.mutate(set, { onSuccess: onDeleted })}
        onClose={dialog.close}
      >
        <WhatGoes setId={set.id} />
      </ConfirmDialog>
    </Panel>
  )
}

function WhatGoes({ setId }: { setId: string }) {
  const t = useText()
  return (
    <QueryView query={useQuery(setContentsQuery(setId))} loading={<Loading rows={3} />}>
      {({ extraction_runs: runs, ...contents }) => (
        <Stack gap="sm">
          {t('delete.goes')}
          <ContentsList contents={contents} />
          <Text size="sm" c="dimmed">
            {t('delete.stays')} {runs > 0 && t('delete.runsStay', { count: runs })}
          </Text>
        </Stack>
      )}
    </QueryView>
  )
}
