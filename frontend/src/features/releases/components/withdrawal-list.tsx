import { useQuery } from '@tanstack/react-query'
import type { Column } from '@/components/data-table'
import { ListPanel } from '@/components/list-panel'
import { Empty } from '@/components/states'
import { useListSearch } from '@/components/use-list-search'
import { formatCount, formatInstant } from '@/lib/format'
import { withdrawalsQuery, type Release, type Withdrawal } from '../api'
import { useText } from '../messages'

/** What was withdrawn from a release, why and by whom. */
export function WithdrawalList({ release }: { release: Release }) {
  const t = useText()
  const { page } = useListSearch()
  const columns: Column<Withdrawal>[] = [
    {
      id: 'position',
      header: t('samples.position'),
      numeric: true,
      width: 70,
      cell: ({ position }) => formatCount(position),
    },
    { id: 'reason', header: t('withdrawals.reason'), cell: ({ reason }) => reason },
    { id: 'by', header: t('withdrawals.by'), cell: ({ withdrawn_by }) => withdrawn_by.name },
    {
      id: 'when',
      header: t('withdrawals.when'),
      width: 190,
      cell: ({ created_at }) => formatInstant(created_at),
    },
  ]
  return (
    <ListPanel
      title={t('withdrawals.title')}
      query={useQuery(withdrawalsQuery(release.id, page))}
      columns={columns}
      rowKey={({ sample_id }) => sample_id}
      empty={<Empty title={t('withdrawals.emptyTitle')}>{t('withdrawals.empty')}</Empty>}
    />
  )
}
