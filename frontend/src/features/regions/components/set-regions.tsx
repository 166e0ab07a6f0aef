import { useQuery } from '@tanstack/react-query'
import { ListPanel } from '@/components/list-panel'
import { Empty } from '@/components/states'
import { useListSearch } from '@/components/use-list-search'
import { setRegionsQuery } from '../api'
import { useText } from '../messages'
import { useRegionColumns } from '../region-columns'

/** The regions of all series in a set. */
export function SetRegions({ setId }: { setId: string }) {
  const t = useText()
  const { page } = useListSearch()
  const columns = useRegionColumns()
  return (
    <ListPanel
      title={t('title')}
      query={useQuery(setRegionsQuery(setId, page))}
      columns={columns}
      rowKey={(region) => region.id}
      empty={<Empty title={t('emptyTitle')}>{t('empty')}</Empty>}
    />
  )
}
