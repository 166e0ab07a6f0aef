import { Button, Group } from '@mantine/core'
import type { Job } from '@/api/types'
import { LinkButton } from '@/components/links'
import { isActive, useCancelJob, useRetryJob } from '../api'
import { useText } from '../messages'

/** Cancel while it works, retry when it did not, look at what came of it. */
export function JobActions({ job, onLeave }: { job: Job; onLeave?: () => void }) {
  const t = useText()
  const cancel = useCancelJob()
  const retry = useRetryJob()
  const { title, result_url: result } = job
  const mayRetry = job.state === 'failed' || job.state === 'cancelled'
  return (
    <Group gap={6} wrap="nowrap">
      {isActive(job) && (
        <Button
          size="compact-sm"
          variant="default"
          loading={cancel.isPending}
          aria-label={t('cancelOf', { title })}
          onClick={() => cancel.mutate(job.id)}
        >
          {t('cancel')}
        </Button>
      )}
      {mayRetry && (
        <Button
          size="compact-sm"
          variant="default"
          loading={retry.isPending}
          aria-label={t('retryOf', { title })}
          onClick={() => retry.mutate(job.id)}
        >
          {t('retry')}
        </Button>
      )}
      {result && (
        <LinkButton
          to={result}
          size="compact-sm"
          variant="light"
          aria-label={t('openOf', { title })}
          {...(onLeave && { onClick: onLeave })}
        >
          {t('open')}
        </LinkButton>
      )}
    </Group>
  )
}
