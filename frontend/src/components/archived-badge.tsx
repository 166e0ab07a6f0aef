import { Badge } from '@mantine/core'
import { IconArchive } from '@tabler/icons-react'
import { useText } from './messages'

/** Beside the name of what is closed and kept. */
export function ArchivedBadge() {
  const t = useText()
  return (
    <Badge variant="default" size="sm" tt="none" fw={500} leftSection={<IconArchive size={12} aria-hidden />}>
      {t('archived')}
    </Badge>
  )
}
