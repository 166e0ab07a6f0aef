import { Group, Progress, Stack, Text } from '@mantine/core'
import type { ReadingSet } from '@/api/types'
import { formatCount, formatPercent } from '@/lib/format'
import { readingsNeeded } from '../api'
import { useText } from '../messages'

/** How much of a set is read. */
export function SetProgress({ set }: { set: ReadingSet }) {
  const t = useText()
  const total = readingsNeeded(set)
  return (
    <Stack gap="sm">
      <Group gap="md" align="baseline">
        <Text fz="lg" fw={600}>
          {t('readProgress', { percent: formatPercent(set.done_count, total) })}
        </Text>
        <Text size="sm" c="dimmed">
          {t('readOf', { done: formatCount(set.done_count), total: formatCount(total) })}
        </Text>
      </Group>
      <Progress
        value={total > 0 ? (set.done_count / total) * 100 : 0}
        size={8}
        aria-label={t('progressLabel')}
      />
    </Stack>
  )
}
