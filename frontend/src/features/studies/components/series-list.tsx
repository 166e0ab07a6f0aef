import type { Series } from '@/api/types'
import { Code } from '@/components/code'
import { DataTable, type Column } from '@/components/data-table'
import { Panel } from '@/components/panel'
import { Empty } from '@/components/states'
import { formatCount } from '@/lib/format'
import { useText } from '../messages'

export function SeriesList({ series }: { series: Series[] }) {
  const t = useText()
  const columns = useSeriesColumns()
  return (
    <Panel title={t('seriesTitle')} note={series.length > 0 && formatCount(series.length)} flush>
      {series.length === 0 ? (
        <Empty title={t('noSeriesTitle')}>{t('noSeries')}</Empty>
      ) : (
        <DataTable label={t('seriesTitle')} columns={columns} rows={series} rowKey={(row) => row.id} />
      )}
    </Panel>
  )
}

function useSeriesColumns(): Column<Series>[] {
  const t = useText()
  return [
    {
      id: 'modality',
      header: t('modality'),
      width: 120,
      sortValue: (series) => series.modality,
      cell: (series) => series.modality,
    },
    {
      id: 'description',
      header: t('description'),
      sortValue: (series) => series.description,
      cell: (series) => series.description ?? '–',
    },
    {
      id: 'instances',
      header: t('instances'),
      numeric: true,
      width: 100,
      sortValue: (series) => series.instance_count,
      cell: (series) => formatCount(series.instance_count),
    },
    {
      id: 'matrix',
      header: t('matrix'),
      numeric: true,
      width: 140,
      cell: ({ columns, rows }) => (columns && rows ? `${columns} × ${rows}` : '–'),
    },
    {
      id: 'regions',
      header: t('regions'),
      numeric: true,
      width: 90,
      sortValue: (series) => series.regions.length,
      cell: (series) => formatCount(series.regions.length),
    },
    {
      id: 'uid',
      header: t('seriesUid'),
      cell: (series) => <Code>{series.series_instance_uid}</Code>,
    },
  ]
}
