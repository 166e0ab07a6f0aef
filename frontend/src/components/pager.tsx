import { ActionIcon, Group, Text } from '@mantine/core'
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react'
import { formatCount } from '@/lib/format'
import { useText } from './messages'

interface PagerProps {
  list: { total: number; page: number; page_size: number }
  onPage: (page: number) => void
}

/** Steps through a paged list; says nothing when all of it is on one page. */
export function Pager({ list, onPage }: PagerProps) {
  const t = useText()
  const { total, page, page_size: size } = list
  const last = Math.max(1, Math.ceil(total / size))
  if (last === 1) return null
  const range = {
    from: formatCount((page - 1) * size + 1),
    to: formatCount(Math.min(total, page * size)),
    total: formatCount(total),
  }
  return (
    <Group component="nav" aria-label={t('pager.label')} justify="flex-end" gap="sm" px="lg" py={6}>
      <Text size="sm" c="dimmed" aria-live="polite">
        {t('pager.range', range)}
      </Text>
      <ActionIcon
        variant="default"
        aria-label={t('pager.previous')}
        disabled={page <= 1}
        onClick={() => onPage(page - 1)}
      >
        <IconChevronLeft size={16} aria-hidden />
      </ActionIcon>
      <ActionIcon
        variant="default"
        aria-label={t('pager.next')}
        disabled={page >= last}
        onClick={() => onPage(page + 1)}
      >
        <IconChevronRight size={16} aria-hidden />
      </ActionIcon>
    </Group>
  )
}
