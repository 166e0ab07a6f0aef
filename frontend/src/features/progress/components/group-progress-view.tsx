import { Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { GroupProgress } from '@/api/types'
import { DataTable, type Column } from '@/components/data-table'
import { LinkAnchor } from '@/components/links'
import { Meter } from '@/components/meter'
import { Panel } from '@/components/panel'
import { QueryView } from '@/components/query-view'
import { Empty } from '@/components/states'
import { formatCount } from '@/lib/format'
import { groupProgressQuery } from '../api'
import { useText } from '../messages'

type GroupSet = GroupProgress['sets'][number]
type GroupReader = GroupProgress['readers'][number]
interface Counts {
  samples: number
  begun: number
  done: number
  tentative: number
  bad_quality: number
}

/** How far the sets of a group are, and its readers over all of them. */
export function GroupProgressView({ groupId }: { groupId: string }) {
  const t = useText()
  const progress = useQuery(groupProgressQuery(groupId))
  const counts = useCountColumns()
  const sets: Column<GroupSet>[] = [
    {
      id: 'set',
      header: t('set'),
      sortValue: (row) => row.set_name,
      cell: (row) => (
        <LinkAnchor to="/sets/$setId/progress" params={{ setId: row.set_id }} size="sm">
          {row.set_name}
        </LinkAnchor>
      ),
    },
    ...counts<GroupSet>((row) => row.set_name),
  ]
  const readers: Column<GroupReader>[] = [
    {
      id: 'reader',
      header: t('reader'),
      sortValue: (row) => row.reader.name,
      cell: (row) => row.reader.name,
    },
    ...counts<GroupReader>((row) => row.reader.name),
  ]
  return (
    <QueryView
      query={progress}
      isEmpty={(data) => data.sets.length === 0}
      empty={<Empty title={t('noSetsTitle')}>{t('noSets')}</Empty>}
    >
      {(data) => (
        <Stack gap="xl">
          <Panel title={t('sets')} flush>
            <DataTable label={t('sets')} columns={sets} rows={data.sets} rowKey={(row) => row.set_id} />
          </Panel>
          <Panel title={t('readers')} flush>
            {data.readers.length > 0 ? (
              <DataTable
                label={t('readers')}
                columns={readers}
                rows={data.readers}
                rowKey={(row) => row.reader.id}
              />
            ) : (
              <Empty title={t('noReadersTitle')}>{t('noReaders')}</Empty>
            )}
          </Panel>
        </Stack>
      )}
    </QueryView>
  )
}

function useCountColumns() {
  const t = useText()
  return <Row extends Counts>(nameOf: (row: Row) => string): Column<Row>[] => [
    {
      id: 'read',
      header: t('read'),
      width: 240,
      sortValue: (row) => row.done / Math.max(1, row.samples),
      cell: (row) => (
        <Meter
          label={t('progressOf', { name: nameOf(row) })}
          done={row.done}
          begun={row.begun}
          total={row.samples}
        />
      ),
    },
    {
      id: 'tentative',
      header: t('tentative'),
      width: 110,
      numeric: true,
      sortValue: (row) => row.tentative,
      cell: (row) => formatCount(row.tentative),
    },
    {
      id: 'badQuality',
      header: t('badQuality'),
      width: 110,
      numeric: true,
      sortValue: (row) => row.bad_quality,
      cell: (row) => formatCount(row.bad_quality),
    },
  ]
}
