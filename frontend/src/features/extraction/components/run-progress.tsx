import { Group, Progress, Stack, Text } from '@mantine/core'
import type { ExtractionRun } from '@/api/types'
import { StateBadge } from '@/components/state-badge'
import { Notice } from '@/components/states'
import { formatCount } from '@/lib/format'
import { isWorking, stateOf } from '../api'
import { useText } from '../messages'

/** How far a run is, and what stopped it if something did. */
export function RunProgress({ run }: { run: ExtractionRun }) {
  const t = useText()
  const { task_count: total, done_count: done, failed_count: failed, job } = run
  const share = (count: number) => (total > 0 ? (count / total) * 100 : 0)
  return (
    <Stack gap="sm">
      <Group justify="space-between">
        <StateBadge state={stateOf(run)} />
        <Text size="sm" c="dimmed" role="status">
          {t('progressText', { done: formatCount(done), total: formatCount(total) })}
          {failed > 0 && ` · ${t('progressFailed', { count: failed })}`}
        </Text>
      </Group>
      <Progress.Root size={8} aria-label={t('progressTitle')}>
        <Progress.Section
          value={share(done)}
          color={isWorking(run) ? 'teal' : 'green.7'}
          aria-label={t('progressTitle')}
        />
        <Progress.Section value={share(failed)} color="red.7" aria-label={t('failed')} />
      </Progress.Root>
      {job.state === 'failed' && job.message && <Notice>{job.message}</Notice>}
    </Stack>
  )
}
