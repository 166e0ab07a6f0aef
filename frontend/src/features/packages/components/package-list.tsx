import { useQuery } from '@tanstack/react-query'
import { mayLead } from '@/api/roles'
import type { Member, Package, ReadingSet } from '@/api/types'
import type { Column } from '@/components/data-table'
import { ListPanel } from '@/components/list-panel'
import { Meter } from '@/components/meter'
import { StateBadge } from '@/components/state-badge'
import { Empty } from '@/components/states'
import { useListSearch } from '@/components/use-list-search'
import { setPackagesQuery } from '../api'
import { useText } from '../messages'
import { AssigneeSelect } from './assignee-select'
import { ReadButton } from './read-button'

interface PackageListProps {
  set: ReadingSet
  /** Who may be given a package. */
  readers: Member[]
  myId: string
}

export function PackageList({ set, readers, myId }: PackageListProps) {
  const t = useText()
  const { page } = useListSearch()
  const columns = usePackageColumns({ set, readers, myId })
  return (
    <ListPanel
      title={t('title')}
      query={useQuery(setPackagesQuery(set.id, page))}
      columns={columns}
      rowKey={(item) => item.id}
      empty={<Empty title={t('emptyTitle')}>{t('empty')}</Empty>}
    />
  )
}

function usePackageColumns({ set, readers, myId }: PackageListProps): Column<Package>[] {
  const t = useText()
  const leads = mayLead(set.my_role)
  return [
    { id: 'name', header: t('name'), sortValue: (item) => item.position, cell: (item) => item.name },
    {
      id: 'assignee',
      header: t('assignee'),
      width: 230,
      sortValue: (item) => item.assignee?.name,
      cell: (item) =>
        leads && item.status !== 'done' && !item.is_set_archived ? (
          <AssigneeSelect item={item} readers={readers} />
        ) : (
          (item.assignee?.name ?? t('free'))
        ),
    },
    {
      id: 'status',
      header: t('status'),
      width: 140,
      sortValue: (item) => item.status,
      cell: (item) => <StateBadge state={item.status} />,
    },
    {
      id: 'progress',
      header: t('progress'),
      width: 200,
      sortValue: (item) => item.done_count / Math.max(1, item.sample_count),
      cell: (item) => (
        <Meter
          label={t('progressOf', { name: item.name })}
          done={item.done_count}
          total={item.sample_count}
          tone={item.status === 'done' ? 'done' : 'running'}
        />
      ),
    },
    {
      id: 'read',
      header: '',
      width: 170,
      numeric: true,
      cell: (item) => item.assignee?.id === myId && <ReadButton item={item} isCompact />,
    },
  ]
}
