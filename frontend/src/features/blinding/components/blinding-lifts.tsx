import { Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { BlindingLift, ReadingSet } from '@/api/types'
import { DataTable, type Column } from '@/components/data-table'
import { Panel } from '@/components/panel'
import { QueryView } from '@/components/query-view'
import { Empty } from '@/components/states'
import { formatCount, formatInstant } from '@/lib/format'
import { blindingLiftsQuery } from '../api'
import { useText } from '../messages'

/** Who gave up reading in a set to see the readings of others, and why; not for who is blind in it. */
export function BlindingLifts({ set }: { set: ReadingSet }) {
  const t = useText()
  const lifts = useQuery({ ...blindingLiftsQuery(set.id), enabled: !set.is_blind })
  const columns = useColumns()
  if (set.is_blind) return null
  return (
    <Panel title={t('lifts.title')} flush>
      <QueryView query={lifts}>
        {({ items }) =>
          items.length > 0 ? (
            <DataTable label={t('lifts.label')} columns={columns} rows={items} rowKey={(lift) => lift.id} />
          ) : (
            <Empty title={t('lifts.noneTitle')}>{t('lifts.none')}</Empty>
          )
        }
      </QueryView>
    </Panel>
  )
}

function useColumns(): Column<BlindingLift>[] {
  const t = useText()
  return [
    { id: 'who', header: t('lifts.who'), width: 200, cell: (lift) => lift.person.name },
    { id: 'when', header: t('lifts.when'), width: 180, cell: (lift) => formatInstant(lift.created_at) },
    {
      id: 'round',
      header: t('lifts.round'),
      width: 90,
      numeric: true,
      cell: (lift) => formatCount(lift.round),
    },
    {
      id: 'reason',
      header: t('lifts.reason'),
      cell: (lift) => (
        <Text size="sm" style={{ whiteSpace: 'pre-wrap' }}>
          {lift.reason}
        </Text>
      ),
    },
  ]
}
