import { Button, Group, Stack, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import type { ReadingSet, SetContents } from '@/api/types'
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
  const contents = useQuery({ ...setContentsQuery(set.id), enabled: opened })
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
        <Button variant="default" c="var(--mantine-color-error)" onClick={open}>
          {t('delete.open')}
        </Button>
      </Group>
      <ConfirmDialog
        opened={opened}
        title={t('delete.ask', { name: set.name })}
        action={t('delete.action')}
        isReady={contents.isSuccess}
        busy={remove.isPending}
        error={remove.error}
        onConfirm={() => remove.mutate(set, { onSuccess: onDeleted })}
        onClose={dialog.close}
      >
        <QueryView query={contents} loading={<Loading rows={3} />}>
          {(held) => <WhatGoes contents={held} />}
        </QueryView>
      </ConfirmDialog>
    </Panel>
  )
}

function WhatGoes({ contents }: { contents: SetContents }) {
  const t = useText()
  const { extraction_runs: runs, ...going } = contents
  return (
    <Stack gap="sm">
      {t('delete.goes')}
      <ContentsList contents={going} />
      <Text size="sm" c="dimmed">
        {t('delete.stays')} {runs !== null && runs > 0 && t('delete.runsStay', { count: runs })}
      </Text>
    </Stack>
  )
}
