import type { Region } from '@/api/types'
import { DataTable } from '@/components/data-table'
import { Panel } from '@/components/panel'
import { Empty } from '@/components/states'
import { formatCount } from '@/lib/format'
import { useText } from '../messages'
import { useRegionColumns } from '../region-columns'

/** Regions that are at hand already, as those of one study. */
export function RegionTable({ regions }: { regions: Region[] }) {
  const t = useText()
  const columns = useRegionColumns()
  return (
    <Panel title={t('title')} note={regions.length > 0 && formatCount(regions.length)} flush>
      {regions.length === 0 ? (
        <Empty title={t('emptyTitle')}>{t('empty')}</Empty>
      ) : (
        <DataTable label={t('title')} columns={columns} rows={regions} rowKey={(region) => region.id} />
      )}
    </Panel>
  )
}
