import { Button, SegmentedControl, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { ReadingSet } from '@/api/types'
import type { Column } from '@/components/data-table'
import { LinkAnchor } from '@/components/links'
import { ListPanel } from '@/components/list-panel'
import { StateBadge } from '@/components/state-badge'
import { Empty } from '@/components/states'
import { useListSearch } from '@/components/use-list-search'
import { formatCount, formatNumber } from '@/lib/format'
import { queueQuery, useCompare, useComparing, type QueueItem, type QueueState } from '../api'
import { useText } from '../messages'

const states: readonly QueueState[] = ['open', 'decided', 'all']

/** The samples whose readings differ, those that differ the most first. */
export function AdjudicationQueue({ set }: { set: ReadingSet }) {
  const t = useText()
  const { page, state: wanted, change } = useListSearch()
  const state = states.find((one) => one === wanted) ?? 'open'
  const navigate = useNavigate()
  const columns = useColumns(set.id)
  const open = ({ sample }: QueueItem) =>
    void navigate({
      to: '/sets/$setId/adjudication/$sampleId',
      params: { setId: set.id, sampleId: sample.id },
    })
  return (
    <ListPanel
      title={t('queueTitle')}
      query={useQuery(queueQuery(set.id, state, page))}
      columns={columns}
      rowKey={({ sample }) => sample.id}
      onOpen={open}
      actions={
        <>
          <SegmentedControl
            size="xs"
            aria-label={t('show')}
            value={state}
            onChange={(chosen) => change({ state: chosen, page: 1 })}
            data={states.map((value) => ({ value, label: t(`states.${value}`) }))}
          />
          <CompareButton setId={set.id} />
        </>
      }
      empty={<Empty title={t(`none.${state}`)}>{t('none.hint')}</Empty>}
    />
  )
}

const outcomes = {
  queued: 'compared',
  running: 'compared',
  done: 'compared',
  failed: 'compareFailed',
  cancelled: 'compareStopped',
} as const

function CompareButton({ setId }: { setId: string }) {
  const t = useText()
  const compare = useCompare(setId)
  const job = compare.data?.job ?? undefined
  const { data: latest = job } = useComparing(setId, job?.id)
  const isOver = latest === undefined || (latest.state !== 'queued' && latest.state !== 'running')
  return (
    <>
      <Text size="xs" c="dimmed" role="status">
        {compare.data &&
          !isOver &&
          t('comparing', {
            count: compare.data.sample_count,
            number: formatCount(compare.data.sample_count),
          })}
        {compare.data && isOver && t(outcomes[latest?.state ?? 'done'])}
      </Text>
      <Button
        size="xs"
        variant="default"
        loading={compare.isPending || (compare.data && !isOver)}
        onClick={() => compare.mutate()}
      >
        {t('compare')}
      </Button>
    </>
  )
}

function useColumns(setId: string): Column<QueueItem>[] {
  const t = useText()
  return [
    {
      id: 'sample',
      header: t('sample'),
      cell: ({ sample }) => (
        <LinkAnchor
          to="/sets/$setId/adjudication/$sampleId"
          params={{ setId, sampleId: sample.id }}
          size="sm"
          fw={500}
        >
          {sample.title}
        </LinkAnchor>
      ),
    },
    { id: 'patient', header: t('patient'), cell: ({ sample }) => sample.patient_label ?? '–' },
    {
      id: 'readings',
      header: t('readings'),
      numeric: true,
      width: 100,
      cell: ({ reading_count: count }) => formatCount(count),
    },
    {
      id: 'disagreement',
      header: t('disagreement'),
      numeric: true,
      width: 140,
      cell: (item) => disagreement(item, t('notCompared'), t('unknown')),
    },
    {
      id: 'state',
      header: t('state'),
      width: 240,
      cell: (item) => <ItemState item={item} />,
    },
  ]
}

function ItemState({ item }: { item: QueueItem }) {
  const t = useText()
  if (item.adjudication_id) return <StateBadge state="done" label={t('decided')} />
  if (item.is_stale) return <StateBadge state="stale" label={t('stale')} />
  return <StateBadge state="open" label={t('waits')} />
}

function disagreement(
  { is_compared: isCompared, likeness }: QueueItem,
  notCompared: string,
  unknown: string,
): string {
  if (!isCompared) return notCompared
  return likeness === null ? unknown : formatNumber(1 - likeness, 2)
}
