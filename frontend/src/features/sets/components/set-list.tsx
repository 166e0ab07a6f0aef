import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { mayLead } from '@/api/roles'
import type { Group, ReadingSet } from '@/api/types'
import type { Column } from '@/components/data-table'
import { LinkAnchor } from '@/components/links'
import { ListPanel } from '@/components/list-panel'
import { Meter } from '@/components/meter'
import { Empty } from '@/components/states'
import { useListSearch } from '@/components/use-list-search'
import { formatCount, formatDate } from '@/lib/format'
import { groupSetsQuery, readingsNeeded } from '../api'
import { useText } from '../messages'
import { CreateSetButton } from './create-set-button'

export function SetList({ group }: { group: Group }) {
  const t = useText()
  const { page } = useListSearch()
  const navigate = useNavigate()
  const columns = useSetColumns()
  const leads = mayLead(group.my_role)
  const create = leads && <CreateSetButton groupId={group.id} />
  return (
    <ListPanel
      title={t('title')}
      query={useQuery(groupSetsQuery(group.id, page))}
      columns={columns}
      rowKey={(set) => set.id}
      onOpen={(set) => void navigate({ to: '/sets/$setId', params: { setId: set.id } })}
      actions={create}
      empty={
        <Empty title={t('emptyTitle')} action={create}>
          {leads ? t('empty') : t('emptyReader')}
        </Empty>
      }
    />
  )
}

function useSetColumns(): Column<ReadingSet>[] {
  const t = useText()
  return [
    {
      id: 'name',
      header: t('name'),
      sortValue: (set) => set.name,
      cell: (set) => (
        <LinkAnchor to="/sets/$setId" params={{ setId: set.id }} size="sm" fw={500}>
          {set.name}
        </LinkAnchor>
      ),
    },
    {
      id: 'task',
      header: t('task'),
      width: 150,
      sortValue: (set) => set.task,
      cell: (set) => t(`tasks.${set.task}`),
    },
    {
      id: 'samples',
      header: t('samples'),
      numeric: true,
      width: 100,
      sortValue: (set) => set.sample_count,
      cell: (set) => formatCount(set.sample_count),
    },
    {
      id: 'packages',
      header: t('packages'),
      numeric: true,
      width: 100,
      sortValue: (set) => set.package_count,
      cell: (set) => formatCount(set.package_count),
    },
    {
      id: 'read',
      header: t('read'),
      width: 230,
      sortValue: (set) => set.done_count / Math.max(1, readingsNeeded(set)),
      cell: (set) => <Meter label={t('progressLabel')} done={set.done_count} total={readingsNeeded(set)} />,
    },
    {
      id: 'created',
      header: t('createdAt'),
      width: 140,
      sortValue: (set) => set.created_at,
      cell: (set) => formatDate(set.created_at),
    },
  ]
}
