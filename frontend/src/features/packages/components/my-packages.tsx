import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { Package } from '@/api/types'
import { DataTable, type Column } from '@/components/data-table'
import { LinkAnchor } from '@/components/links'
import { Meter } from '@/components/meter'
import { Panel } from '@/components/panel'
import { QueryView } from '@/components/query-view'
import { StateBadge } from '@/components/state-badge'
import { Empty } from '@/components/states'
import { formatCount } from '@/lib/format'
import { inReadingOrder, isToRead, myPackagesQuery } from '../api'
import { useText } from '../messages'
import { ReadButton } from './read-button'

/** What waits for me, over all groups. */
export function MyPackages({ emptyAction }: { emptyAction?: ReactNode }) {
  const t = useText()
  const packages = useQuery(myPackagesQuery)
  const columns = useColumns()
  const waiting = packages.data?.items.filter(isToRead).length ?? 0
  return (
    <Panel title={t('mine')} note={waiting > 0 && formatCount(waiting)} flush>
      <QueryView
        query={packages}
        isEmpty={(list) => !list.items.some(isToRead)}
        empty={
          <Empty title={t('emptyMineTitle')} action={emptyAction}>
            {t('emptyMine')}
          </Empty>
        }
      >
        {(list) => (
          <DataTable
            label={t('mine')}
            columns={columns}
            rows={inReadingOrder(list.items)}
            rowKey={(item) => item.id}
          />
        )}
      </QueryView>
    </Panel>
  )
}

function useColumns(): Column<Package>[] {
  const t = useText()
  return [
    { id: 'name', header: t('name'), cell: (item) => item.name },
    {
      id: 'set',
      header: t('set'),
      cell: (item) => (
        <LinkAnchor to="/sets/$setId" params={{ setId: item.set_id }} size="sm">
          {item.set_name}
        </LinkAnchor>
      ),
    },
    { id: 'group', header: t('group'), cell: (item) => item.group_name },
    {
      id: 'status',
      header: t('status'),
      width: 120,
      cell: (item) => <StateBadge state={item.status} />,
    },
    {
      id: 'progress',
      header: t('progress'),
      width: 190,
      cell: (item) => (
        <Meter
          label={t('progressOf', { name: item.name })}
          done={item.done_count}
          total={item.sample_count}
        />
      ),
    },
    {
      id: 'read',
      header: '',
      width: 160,
      numeric: true,
      cell: (item) => <ReadButton item={item} isCompact />,
    },
  ]
}
