import { Group, Progress, Stack, Text } from '@mantine/core'
import type { ExtractionRun } from '@/api/types'
import { StateBadge } from '@/components/state-badge'
import { Notice } from '@/components/states'
import { formatCount, formatSeconds } from '@/lib/format'
import { isWorking, stateOf } from '../api'
import { useText } from '../messages'

/** How far a run is and how long it will take, what stopped it if something did, and what is out of date. */
export function RunProgress({ run }: { run: ExtractionRun }) {
  const t = useText()
  const { task_count: total, done_count: done, failed_count: failed, cancelled_count: cancelled } = run
  const share = (count: number) => (total > 0 ? (count / total) * 100 : 0)
  return (
    <Stack gap="sm">
      <Group justify="space-between">
        <StateBadge state={stateOf(run)} />
        <Text size="sm" c="dimmed" role="status">
          {inWords(run, t)}
        </Text>
      </Group>
      <Progress.Root size={8} aria-label={t('progressTitle')}>
        <Progress.Section
          value={share(done)}
          color={isWorking(run) ? 'teal' : 'green.7'}
          aria-label={t('progressTitle')}
        />
        <Progress.Section value={share(failed)} color="red.7" aria-label={t('failed')} />
        <Progress.Section value={share(cancelled)} color="gray.6" aria-label={t('run.cancelled')} />
      </Progress.Root>
      {run.job.state === 'failed' && run.job.message && <Notice>{run.job.message}</Notice>}
      {run.stale_count > 0 && (
        <Notice tone="attention">
          {t('run.stale', { count: run.stale_count, number: formatCount(run.stale_count) })}
        </Notice>
      )}
    </Stack>
  )
}

function inWords(run: ExtractionRun, t: ReturnType<typeof useText>): string {
  const counted = (key: 'run.failedCount' | 'run.cancelledCount' | 'run.reusedCount', count: number) =>
    count > 0 && t(key, { count, number: formatCount(count) })
  return [
    t('progressText', { done: formatCount(run.done_count), total: formatCount(run.task_count) }),
    counted('run.failedCount', run.failed_count),
    counted('run.cancelledCount', run.cancelled_count),
    counted('run.reusedCount', run.reused_count),
    isWorking(run) && remaining(run.seconds_left, t),
  ]
    .filter(Boolean)
    .join(' · ')
}

function remaining(seconds: number | null, t: ReturnType<typeof useText>): string {
  return seconds === null
    ? t('run.leftUnknown')
    : t('run.left', { time: formatSeconds(Math.max(1, Math.round(seconds))) })
}
