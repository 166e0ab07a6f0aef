import { Text } from '@mantine/core'
import { LinkAnchor } from '@/components/links'
import { formatCount } from '@/lib/format'
import { useText } from '../messages'
import { useSendingUploads, useUploadSession } from '../upload-session'

/** In the top bar while files are being sent: the way back to them. */
export function UploadIndicator() {
  const first = useSendingUploads()[0]
  return first && <Sending setId={first[0]} />
}

function Sending({ setId }: { setId: string }) {
  const t = useText()
  const progress = useUploadSession(setId).view?.progress
  if (!progress) return null
  const counts = { sent: formatCount(progress.sentCount), total: formatCount(progress.files.length) }
  return (
    <LinkAnchor to="/sets/$setId/upload" params={{ setId }} size="sm">
      <Text span size="sm">
        {t('indicator', counts)}
      </Text>
    </LinkAnchor>
  )
}
