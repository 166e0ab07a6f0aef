import { Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { ReadingSet } from '@/api/types'
import { DataTable, type Column } from '@/components/data-table'
import { Panel } from '@/components/panel'
import { QueryView } from '@/components/query-view'
import { Empty } from '@/components/states'
import { formatCount, formatPercent } from '@/lib/format'
import { driftQuery } from '../api'
import { driftRows, type DriftRow } from '../drift'
import { useText } from '../messages'

/** How readers hold up over time: by control cases and by what they read once more. */
export function Drift({ set }: { set: ReadingSet }) {
  const t = useText()
  return (
    <Panel title={t('drift')} flush={!set.is_blind}>
      {set.is_blind ? (
        <Text size="sm" c="dimmed">
          {t('driftHidden')}
        </Text>
      ) : (
        <Compared setId={set.id} />
      )}
    </Panel>
  )
}

function Compared({ setId }: { setId: string }) {
  const t = useText()
  const drift = useQuery(driftQuery(setId))
  const columns = useColumns()
  return (
    <QueryView query={drift}>
      {(data) => {
        const rows = driftRows(data.readers)
        const overlaps = data.overlaps_checked > 0 && (
          <Text size="sm" c="dimmed" px="lg" py="sm">
            {t('overlaps', {
              checked: formatCount(data.overlaps_checked),
              extended: formatCount(data.overlaps_extended),
            })}
          </Text>
        )
        return rows.length > 0 ? (
          <Stack gap={0}>
            <DataTable label={t('drift')} columns={columns} rows={rows} rowKey={(row) => row.key} />
            <Text size="xs" c="dimmed" px="lg" py="sm">
              {t('driftHint')}
            </Text>
            {overlaps}
          </Stack>
        ) : (
          <>
            <Empty title={t('noDriftTitle')}>{t('noDrift')}</Empty>
            {overlaps}
          </>
        )
      }}
    </QueryView>
  )
}

function useColumns(): Column<DriftRow>[] {
  const t = useText()
  const share = (id: string, header: string, of: (row: DriftRow) => number | null): Column<DriftRow> => ({
    id,
    header,
    width: 140,
    numeric: true,
    sortValue: (row) => of(row) ?? undefined,
    cell: (row) => {
      const value = of(row)
      return value === null ? '–' : formatPercent(value, 1)
    },
  })
  return [
    { id: 'reader', header: t('reader'), sortValue: (row) => row.name, cell: (row) => row.name },
    {
      id: 'purpose',
      header: t('kind'),
      width: 180,
      cell: (row) => t(row.purpose === 'control' ? 'controls' : 'repeats'),
    },
    {
      id: 'count',
      header: t('count'),
      width: 90,
      numeric: true,
      sortValue: (row) => row.count,
      cell: (row) => formatCount(row.count),
    },
    share('mean', t('mean'), (row) => row.mean),
    share('earlier', t('earlier'), (row) => row.earlier),
    share('later', t('later'), (row) => row.later),
  ]
}
