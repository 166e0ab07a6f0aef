import { Alert, Text } from '@mantine/core'
import { IconArchive } from '@tabler/icons-react'
import type { ReadingSet } from '@/api/types'
import { formatDate } from '@/lib/format'
import { isOpen } from '../api'
import { useText } from '../messages'

/** Why an archived set offers nothing to do; says nothing of an open one. */
export function ClosedNotice({ set }: { set: ReadingSet }) {
  const t = useText()
  if (isOpen(set)) return null
  return (
    <Alert variant="default" icon={<IconArchive size={18} aria-hidden />} p="sm">
      <Text size="sm">{t('closed', { when: formatDate(set.archived_at ?? '') })}</Text>
    </Alert>
  )
}
