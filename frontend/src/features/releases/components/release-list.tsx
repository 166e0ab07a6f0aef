import { Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { Code } from '@/components/code'
import type { Column } from '@/components/data-table'
import { LinkAnchor } from '@/components/links'
import { ListPanel } from '@/components/list-panel'
import { StateBadge } from '@/components/state-badge'
import { Empty } from '@/components/states'
import { useListSearch } from '@/components/use-list-search'
import { formatCount, formatInstant } from '@/lib/format'
import { releasesQuery, type Release, type ReleaseScope } from '../api'
import { useText } from '../messages'

interface ReleaseListProps {
  scope: ReleaseScope
  actions?: ReactNode
}

/** The releases of a set, or of a group: also of its sets that are deleted. */
export function ReleaseList({ scope, actions }: ReleaseListProps) {
  const t = useText()
  const { page } = useListSearch()
  const navigate = useNavigate()
  const isOfSet = 'setId' in scope
  return (
    <ListPanel
      title={t('title')}
      query={useQuery(releasesQuery(scope, page))}
      columns={useColumns(isOfSet)}
      rowKey={({ id }) => id}
      onOpen={({ id }) => void navigate({ to: '/releases/$releaseId', params: { releaseId: id } })}
      actions={actions}
      empty={
        <Empty title={t('emptyTitle')} action={actions}>
          {isOfSet ? t('emptySet') : t('emptyGroup')}
        </Empty>
      }
    />
  )
}

function useColumns(isOfSet: boolean): Column<Release>[] {
  const t = useText()
  const set: Column<Release> = {
    id: 'set',
    header: t('set'),
    cell: ({ set_id, set_name }) => (set_id ? set_name : t('setGone', { name: set_name })),
  }
  return [
    {
      id: 'number',
      header: t('number'),
      numeric: true,
      width: 90,
      cell: ({ number }) => formatCount(number),
    },
    {
      id: 'name',
      header: t('name'),
      cell: ({ id, name }) => (
        <LinkAnchor to="/releases/$releaseId" params={{ releaseId: id }} size="sm" fw={500}>
          {name}
        </LinkAnchor>
      ),
    },
    ...(isOfSet ? [] : [set]),
    { id: 'state', header: t('state'), width: 130, cell: ({ state }) => <StateBadge state={state} /> },
    { id: 'contents', header: t('contents'), cell: (release) => <Contents release={release} /> },
    {
      id: 'hash',
      header: t('hash'),
      width: 140,
      cell: ({ content_hash: hash }) => hash && <Code maxWidth={120}>{hash}</Code>,
    },
    { id: 'by', header: t('madeBy'), cell: ({ made_by }) => made_by.name },
    {
      id: 'when',
      header: t('frozenAt'),
      width: 210,
      cell: ({ frozen_at: at }) => (at ? formatInstant(at) : ''),
    },
  ]
}

export function Contents({ release }: { release: Release }) {
  const t = useText()
  const { summary, withdrawn_count: withdrawn, state, message } = release
  if (!summary) return state === 'failed' ? <Text size="sm">{message}</Text> : null
  return (
    <Stack gap={0}>
      <Text size="sm">
        {t('contentsOf', {
          samples: formatCount(summary.samples),
          readings: formatCount(summary.readings),
          objects: formatCount(summary.objects),
        })}
      </Text>
      {withdrawn > 0 && (
        <Text size="xs" c="dimmed">
          {t('withdrawnCount', { count: withdrawn, formatted: formatCount(withdrawn) })}
        </Text>
      )}
    </Stack>
  )
}
