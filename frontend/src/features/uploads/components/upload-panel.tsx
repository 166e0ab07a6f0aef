import { Button, Group, Stack, Text } from '@mantine/core'
import { useText as useCommonText } from '@/components/messages'
import { Notice } from '@/components/states'
import { formatCount } from '@/lib/format'
import { useText } from '../messages'
import type { QueueProgress } from '../upload-queue'
import { useUploadSession } from '../upload-session'
import { DiscardButton } from './discard-button'
import { DropZone } from './drop-zone'
import { FileProgressList } from './file-progress-list'
import { ImportProgress } from './import-progress'
import { SendingProgress } from './sending-progress'
import { UnfinishedUploads } from './unfinished-uploads'

type Session = ReturnType<typeof useUploadSession>

/** Brings images into a set: choose, send, import, report. Leaving it at any point loses nothing, so nothing warns. */
export function UploadPanel({ setId }: { setId: string }) {
  const t = useText()
  const session = useUploadSession(setId)
  const { view } = session
  if (!view)
    return (
      <Stack gap="lg">
        <UnfinishedUploads setId={setId} />
        <DropZone onChosen={session.start} />
      </Stack>
    )
  const { phase, progress, error, uploadId } = view
  const again = (
    <Button variant="default" onClick={session.clear}>
      {t('again')}
    </Button>
  )
  if (phase === 'importing' && uploadId) return <ImportProgress uploadId={uploadId} again={again} />
  if (phase === 'discarded')
    return (
      <Group gap="lg" role="status">
        <Text size="sm">{t('discarded')}</Text>
        {again}
      </Group>
    )
  return (
    <Stack gap="lg">
      {progress && <SendingProgress progress={progress} />}
      {error && <Notice>{error.detail}</Notice>}
      <Group gap="sm">
        <SendingActions session={session} />
        {phase === 'stuck' && progress && <StuckActions session={session} progress={progress} />}
        {phase === 'failed' && again}
        {uploadId && phase !== 'finishing' && (
          <DiscardButton label={t('cancel')} arrived={progress?.sentCount ?? 0} onDiscard={session.discard} />
        )}
      </Group>
      {progress && <FileProgressList files={progress.files} />}
    </Stack>
  )
}

function SendingActions({ session }: { session: Session }) {
  const t = useText()
  if (session.view?.phase === 'sending')
    return (
      <Button variant="default" onClick={session.pause}>
        {t('pause')}
      </Button>
    )
  if (session.view?.phase !== 'paused') return null
  return (
    <>
      <Button onClick={session.resume}>{t('resume')}</Button>
      <Text size="sm" c="dimmed" role="status">
        {t('paused')}
      </Text>
    </>
  )
}

/** Some files could not be sent, or the import did not start: again, or without them. */
function StuckActions({ session, progress }: { session: Session; progress: QueueProgress }) {
  const t = useText()
  const common = useCommonText()
  const { failedCount, sentCount } = progress
  if (failedCount === 0) return <Button onClick={session.finish}>{common('retry')}</Button>
  return (
    <>
      <Text size="sm" role="status">
        {t('failedCount', { count: failedCount, number: formatCount(failedCount) })}
      </Text>
      <Button onClick={session.retryFailed}>{t('retryFailed')}</Button>
      {sentCount > 0 && (
        <Button variant="default" onClick={session.finish}>
          {t('finishWithout')}
        </Button>
      )}
    </>
  )
}
