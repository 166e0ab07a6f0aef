import { Button, Group, Stack, Text } from '@mantine/core'
import type { ReadingSet } from '@/api/types'
import { Panel } from '@/components/panel'
import { Notice } from '@/components/states'
import { isOpen, useUpdateSet } from '../api'
import { useText } from '../messages'

/** Closes a set to reading, or opens it again: nothing is lost by either, so nothing is asked. */
export function ArchiveSet({ set }: { set: ReadingSet }) {
  const t = useText()
  const update = useUpdateSet(set.id)
  const word = isOpen(set) ? 'archive' : 'unarchive'
  return (
    <Panel title={t(`${word}.title`)}>
      <Stack gap="md">
        <Group justify="space-between" gap="lg">
          <Text size="sm" c="dimmed" maw={640}>
            {t(`${word}.text`)}
          </Text>
          <Button
            variant="default"
            loading={update.isPending}
            onClick={() => update.mutate({ is_archived: isOpen(set), version: set.version })}
          >
            {t(`${word}.action`)}
          </Button>
        </Group>
        {update.error && <Notice>{update.error.detail}</Notice>}
      </Stack>
    </Panel>
  )
}
