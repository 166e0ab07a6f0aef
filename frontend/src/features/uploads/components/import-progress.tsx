import { Group, Progress, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { Upload } from '@/api/types'
import { LinkButton } from '@/components/links'
import { QueryView } from '@/components/query-view'
import { StateBadge } from '@/components/state-badge'
import { formatCount } from '@/lib/format'
import { isWorking, uploadQuery } from '../api'
import { useText } from '../messages'
import { UploadCounts } from './upload-counts'

/** What becomes of the files that have arrived. */
export function ImportProgress({ uploadId, again }: { uploadId: string; again?: ReactNode }) {
  const t = useText()
  const upload = useQuery(uploadQuery(uploadId))
  return (
    <QueryView query={upload}>
      {(data) => (
        <Stack gap="lg">
          <ImportBar upload={data} />
          <UploadCounts upload={data} />
          <Group gap="sm">
            <LinkButton to="/uploads/$uploadId" params={{ uploadId }}>
              {t('openReport')}
            </LinkButton>
            {!isWorking(data) && again}
          </Group>
        </Stack>
      )}
    </QueryView>
  )
}

export function ImportBar({ upload }: { upload: Upload }) {
  const t = useText()
  const { received, pending } = upload.counts
  const done = received - pending
  return (
    <Stack gap="sm">
      <Group justify="space-between">
        <StateBadge state={upload.state} />
        <Text size="sm" c="dimmed" role="status">
          {t('importOf', { done: formatCount(done), total: formatCount(received) })}
        </Text>
      </Group>
      {isWorking(upload) && (
        <Progress
          value={received > 0 ? (done / received) * 100 : 0}
          size={8}
          aria-label={t('importProgress')}
        />
      )}
    </Stack>
  )
}
