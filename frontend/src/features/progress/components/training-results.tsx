import { useQuery } from '@tanstack/react-query'
import { DataTable } from '@/components/data-table'
import { Panel } from '@/components/panel'
import { formatCount, formatInstant, formatPercent } from '@/lib/format'
import { trainingResultsQuery } from '../api'
import { useText } from '../messages'

/** Attempts at the set as a training; nothing where there were none. */
export function TrainingResults({ setId }: { setId: string }) {
  const t = useText()
  const { data } = useQuery(trainingResultsQuery(setId))
  if (!data || data.items.length === 0) return null
  return (
    <Panel title={t('results')} note={formatCount(data.total)} flush>
      <DataTable
        label={t('results')}
        rows={data.items}
        rowKey={(row) => `${row.reader.id} ${row.attempt}`}
        columns={[
          { id: 'reader', header: t('reader'), cell: (row) => row.reader.name },
          {
            id: 'attempt',
            header: t('attempt'),
            width: 100,
            numeric: true,
            cell: (row) => formatCount(row.attempt),
          },
          {
            id: 'score',
            header: t('score'),
            width: 100,
            numeric: true,
            cell: (row) => formatPercent(row.score, 1),
          },
          {
            id: 'needed',
            header: t('needed'),
            width: 100,
            numeric: true,
            cell: (row) => formatPercent(row.pass_mark, 1),
          },
          {
            id: 'outcome',
            header: t('outcome'),
            width: 140,
            cell: (row) => t(row.is_passed ? 'passed' : 'notPassed'),
          },
          { id: 'when', header: t('when'), width: 180, cell: (row) => formatInstant(row.created_at) },
        ]}
      />
    </Panel>
  )
}
