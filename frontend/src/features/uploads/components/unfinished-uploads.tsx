import { Alert, Button, Group, Stack, Text } from '@mantine/core'
import { IconPlayerPause } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { Upload } from '@/api/types'
import { Notice } from '@/components/states'
import { formatCount, formatInstant } from '@/lib/format'
import { discardUpload, finishUpload, unfinishedQuery, useEndUnfinished } from '../api'
import { useText } from '../messages'
import { DiscardButton } from './discard-button'

/** Uploads into a set that were cut: how to go on with each, or to end it. */
export function UnfinishedUploads({ setId }: { setId: string }) {
  const { data } = useQuery(unfinishedQuery(setId || null))
  return data?.map((upload) => <UnfinishedUpload key={upload.id} upload={upload} />)
}

function UnfinishedUpload({ upload }: { upload: Upload }) {
  const t = useText()
  const finish = useEndUnfinished(finishUpload)
  const discard = useEndUnfinished(discardUpload)
  const { received, incomplete } = upload.counts
  const title = t('unfinished.title', { when: formatInstant(upload.created_at) })
  return (
    <Alert
      variant="light"
      color="yellow"
      icon={<IconPlayerPause size={18} aria-hidden />}
      role="group"
      aria-label={title}
    >
      <Stack gap="sm">
        <Text size="sm" fw={600}>
          {title}
        </Text>
        <Text size="sm">
          {t('unfinished.arrived', { count: received, number: formatCount(received) })}{' '}
          {incomplete > 0 &&
            t('unfinished.incomplete', { count: incomplete, number: formatCount(incomplete) })}{' '}
          {t('unfinished.goOn')}
        </Text>
        {finish.error && <Notice>{finish.error.detail}</Notice>}
        <Group gap="sm">
          {incomplete === 0 && (
            <Button variant="default" loading={finish.isPending} onClick={() => finish.mutate(upload)}>
              {t('unfinished.import')}
            </Button>
          )}
          <DiscardButton
            label={t('unfinished.discard')}
            arrived={received}
            onDiscard={() => discard.mutateAsync(upload)}
          />
        </Group>
      </Stack>
    </Alert>
  )
}
