import { Button, Group, Stack, Text } from '@mantine/core'
import { useEffect } from 'react'
import { useText as useCommonText } from '@/components/messages'
import { Notice } from '@/components/states'
import { formatCount } from '@/lib/format'
import { useText } from '../messages'
import type { QueueProgress } from '../upload-queue'
import { isSending, useUploadSession } from '../upload-session'
import { DropZone } from './drop-zone'
import { FileProgressList } from './file-progress-list'
import { ImportProgress } from './import-progress'
import { SendingProgress } from './sending-progress'

/** Brings images into a set: choose, send, import, report. */
export function UploadPanel({ setId }: { setId: string }) {
  const t = useText()
  const session = useUploadSession(setId)
  const { view } = session
  useLeaveWarning(isSending(view))
  if (!view) return <DropZone onChosen={session.start} />
  const { phase, progress, error, uploadId } = view
  const again = (
    <Button variant="default" onClick={session.clear}>
      {t('again')}
    </Button>
  )
  if (phase === 'importing' && uploadId) return <ImportProgress uploadId={uploadId} again={again} />
  return (
    <Stack gap="lg">
      {progress && <SendingProgress progress={progress} />}
      {error && <Notice>{error.detail}</Notice>}
      {phase === 'stopped' && (
        <Text size="sm">{t('stopped', { sent: formatCount(progress?.sentCount ?? 0) })}</Text>
      )}
      <Group gap="sm">
        {isSending(view) && (
          <Button variant="default" onClick={session.stop}>
            {t('stop')}
          </Button>
        )}
        {phase === 'stuck' && progress && <StuckActions session={session} progress={progress} />}
        {(phase === 'stopped' || phase === 'failed') && again}
      </Group>
      {progress && <FileProgressList files={progress.files} />}
    </Stack>
  )
}

interface StuckActionsProps {
  session: ReturnType<typeof useUploadSession>
  progress: QueueProgress
}

/** Some files could not be sent, or the import did not start: again, or without them. */
function StuckActions({ session, progress }: StuckActionsProps) {
  const t = useText()
  const common = useCommonText()
  const { failedCount, sentCount } = progress
  if (failedCount === 0) return <Button onClick={session.finish}>{common('retry')}</Button>
  return (
    <>
      <Text size="sm">{t('failedCount', { count: failedCount })}</Text>
      <Button onClick={session.retryFailed}>{t('retryFailed')}</Button>
      {sentCount > 0 && (
        <Button variant="default" onClick={session.finish}>
          {t('finishWithout')}
        </Button>
      )}
    </>
  )
}

/** Closing the page would end what is being sent; the browser asks. */
function useLeaveWarning(isOn: boolean): void {
  useEffect(() => {
    if (!isOn) return
    const warn = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', warn)
    return () => window.removeEventListener('beforeunload', warn)
  }, [isOn])
}
