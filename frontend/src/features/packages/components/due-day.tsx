import { Text } from '@mantine/core'
import type { Package } from '@/api/types'
import { formatDate } from '@/lib/format'
import { isOverdue } from '../api'
import { useText } from '../messages'

/** The day by which a package should be read; said in words too once it is over. */
export function DueDay({ item }: { item: Package }) {
  const t = useText()
  if (!item.due_on) return null
  const day = formatDate(`${item.due_on}T00:00:00`)
  return (
    <Text size="sm" style={{ whiteSpace: 'nowrap' }} {...(isOverdue(item) && { c: 'red.7', fw: 500 })}>
      {isOverdue(item) ? t('overdueSince', { day }) : day}
    </Text>
  )
}
