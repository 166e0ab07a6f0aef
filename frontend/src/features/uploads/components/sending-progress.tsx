import { Group, Progress, Stack, Text } from '@mantine/core'
import { formatBytes, formatCount } from '@/lib/format'
import { useText } from '../messages'
import type { QueueProgress } from '../upload-queue'

/** How much of an upload has left this computer. */
export function SendingProgress({ progress }: { progress: QueueProgress }) {
  const t = useText()
  const { sentBytes, totalBytes, sentCount, keptCount, files } = progress
  const fileCounts = { sent: formatCount(sentCount), total: formatCount(files.length) }
  const bytes = { sent: formatBytes(sentBytes), total: formatBytes(totalBytes) }
  return (
    <Stack gap="sm">
      <Group justify="space-between">
        <Text size="sm" fw={500} role="status">
          {t('sentOf', fileCounts)}
          {keptCount > 0 && ` ${t('kept', { count: keptCount, number: formatCount(keptCount) })}`}
        </Text>
        <Text size="sm" c="dimmed">
          {t('bytesOf', bytes)}
        </Text>
      </Group>
      <Progress
        value={totalBytes > 0 ? (sentBytes / totalBytes) * 100 : 0}
        size={8}
        aria-label={t('sendingProgress')}
      />
    </Stack>
  )
}
