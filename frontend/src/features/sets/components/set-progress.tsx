import { Group, Progress, Stack, Text } from '@mantine/core'
import type { ReadingSet } from '@/api/types'
import { formatCount, formatPercent } from '@/lib/format'
import { readingsNeeded } from '../api'
import { useText } from '../messages'

/** How much of a set is read; not for who must not know. */
export function SetProgress({ set }: { set: ReadingSet }) {
  const t = useText()
  const total = readingsNeeded(set)
  const done = set.done_count
  if (done === null)
    return (
      <Text size="sm" c="dimmed">
        {t('blind.progress')}
      </Text>
    )
  return (
    <Stack gap="sm">
      <Group gap="md" align="baseline">
        <Text fz="lg" fw={600}>
          {t('readProgress', { percent: formatPercent(done, total) })}
        </Text>
        <Text size="sm" c="dimmed">
          {t('readOf', { done: formatCount(done), total: formatCount(total) })}
        </Text>
      </Group>
      <Progress value={total > 0 ? (done / total) * 100 : 0} size={8} aria-label={t('progressLabel')} />
    </Stack>
  )
}
