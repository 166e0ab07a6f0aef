import { Button, Group } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import type { ExtractionRun } from '@/api/types'
import { showFailure } from '@/components/toasts'
import { formatCount } from '@/lib/format'
import { isWorking, useCancelRun, useRetryRun, useRunAgain } from '../api'
import { useText } from '../messages'

/** Cancel while it works; then what failed once more, or all of it over what is there now. */
export function RunActions({ run }: { run: ExtractionRun }) {
  return isWorking(run) ? <CancelButton run={run} /> : <AfterwardsActions run={run} />
}

const showDetail = { onError: (error: { detail: string }) => showFailure(error.detail) }

function CancelButton({ run }: { run: ExtractionRun }) {
  const t = useText()
  const cancel = useCancelRun(run)
  return (
    <Button variant="default" loading={cancel.isPending} onClick={() => cancel.mutate(undefined, showDetail)}>
      {t('run.cancel')}
    </Button>
  )
}

function AfterwardsActions({ run }: { run: ExtractionRun }) {
  const t = useText()
  const retry = useRetryRun(run.id)
  const left = run.failed_count + run.cancelled_count
  return (
    <Group gap="sm">
      {left > 0 && (
        <Button
          variant="default"
          loading={retry.isPending}
          onClick={() => retry.mutate(undefined, showDetail)}
        >
          {t(run.cancelled_count > 0 ? 'run.retryLeft' : 'run.retry', {
            count: left,
            number: formatCount(left),
          })}
        </Button>
      )}
      <RunAgainButton run={run} />
    </Group>
  )
}

/** What has not changed since is taken over, so that only the rest takes time. */
export function RunAgainButton({ run }: { run: ExtractionRun }) {
  const t = useText()
  const navigate = useNavigate()
  const again = useRunAgain(run.id)
  const start = () =>
    again.mutate(undefined, {
      ...showDetail,
      onSuccess: ({ id }) => void navigate({ to: '/extraction-runs/$runId', params: { runId: id } }),
    })
  return (
    <Button
      variant={run.stale_count > 0 ? 'filled' : 'default'}
      loading={again.isPending}
      onClick={start}
      title={t('run.againHint')}
    >
      {t('run.again')}
    </Button>
  )
}
