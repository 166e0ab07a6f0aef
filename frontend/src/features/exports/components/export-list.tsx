import { Anchor, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { ReadingSet } from '@/api/types'
import type { Column } from '@/components/data-table'
import { ListPanel } from '@/components/list-panel'
import { Meter } from '@/components/meter'
import { StateBadge } from '@/components/state-badge'
import { Empty } from '@/components/states'
import { useListSearch } from '@/components/use-list-search'
import { formatBytes, formatCount, formatInstant } from '@/lib/format'
import { exportsQuery, exportUrl, formatsQuery, type Export } from '../api'
import { useText } from '../messages'
import { ExportButton } from './export-button'

/** One's own exports of a set, newest first. */
export function ExportList({ set }: { set: ReadingSet }) {
  const t = useText()
  const { page } = useListSearch()
  return (
    <ListPanel
      title={t('title')}
      query={useQuery(exportsQuery(set.id, page))}
      columns={useExportColumns()}
      rowKey={({ id }) => id}
      actions={<ExportButton set={set} />}
      empty={<Empty title={t('emptyTitle')}>{t('empty')}</Empty>}
    />
  )
}

export function useExportColumns(): Column<Export>[] {
  const t = useText()
  const formats = useQuery(formatsQuery).data
  const titleOf = (item: Export) => formats?.find(({ key }) => key === item.format)?.title ?? item.format
  return [
    { id: 'format', header: t('format'), cell: titleOf },
    { id: 'whose', header: t('whose'), cell: (item) => t(`whoseOf.${item.request.whose ?? 'own'}`) },
    { id: 'asked', header: t('asked'), width: 190, cell: (item) => formatInstant(item.created_at) },
    {
      id: 'state',
      header: t('state'),
      width: 200,
      cell: (item) => <Progress item={item} title={titleOf(item)} />,
    },
    { id: 'contents', header: t('contents'), cell: (item) => <Contents item={item} /> },
    {
      id: 'size',
      header: t('size'),
      numeric: true,
      width: 90,
      cell: (item) => (item.size_bytes === null ? '' : formatBytes(item.size_bytes)),
    },
    { id: 'file', header: t('file'), width: 130, cell: (item) => <File item={item} title={titleOf(item)} /> },
  ]
}

function Progress({ item, title }: { item: Export; title: string }) {
  const t = useText()
  if (item.state !== 'running' || item.total === 0)
    return (
      <Stack gap={0}>
        <StateBadge state={item.state} />
        {item.state === 'failed' && (
          <Text size="xs" c="dimmed">
            {item.message}
          </Text>
        )}
      </Stack>
    )
  return (
    <Meter label={t('progressOf', { format: title })} done={item.done} total={item.total} tone="running" />
  )
}

function Contents({ item }: { item: Export }) {
  const t = useText()
  if (!item.summary) return null
  const { readings, objects, withdrawn = [], problems = [] } = item.summary
  return (
    <Stack gap={0}>
      <Text size="sm">
        {t('contentsOf', { readings: formatCount(readings), objects: formatCount(objects) })}
      </Text>
      {withdrawn.map((line) => (
        <Text key={line} size="xs" c="dimmed">
          {line}
        </Text>
      ))}
      {problems.length > 0 && (
        <Text size="xs" c="dimmed" title={problems.join('\n')}>
          {t('problems', { count: problems.length, formatted: formatCount(problems.length) })}
        </Text>
      )}
    </Stack>
  )
}

function File({ item, title }: { item: Export; title: string }) {
  const t = useText()
  if (item.state !== 'done') return null
  if (new Date(item.expires_at) < new Date())
    return (
      <Text size="sm" c="dimmed">
        {t('gone')}
      </Text>
    )
  const label = t('downloadOf', { format: title, when: formatInstant(item.created_at) })
  return (
    <Anchor size="sm" href={exportUrl(item.id)} download aria-label={label}>
      {t('download')}
    </Anchor>
  )
}
