import { Checkbox } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { MouseEvent, ReactNode } from 'react'
import { mayLead } from '@/api/roles'
import type { Member, Package, ReadingSet } from '@/api/types'
import type { Column } from '@/components/data-table'
import { LinkAnchor } from '@/components/links'
import { ListPanel } from '@/components/list-panel'
import { Meter } from '@/components/meter'
import { StateBadge } from '@/components/state-badge'
import { Empty } from '@/components/states'
import { useListSearch } from '@/components/use-list-search'
import { useSelection, type Selection } from '@/components/use-selection'
import { formatCount } from '@/lib/format'
import { setPackagesQuery } from '../api'
import { useText } from '../messages'
import { AssignBar } from './assign-bar'
import { AssigneeSelect } from './assignee-select'
import { ReadButton } from './read-button'

interface PackageListProps {
  set: ReadingSet
  /** Who may be given a package. */
  readers: Member[]
  myId: string
  actions?: ReactNode
}

export function PackageList({ set, readers, myId, actions }: PackageListProps) {
  const t = useText()
  const { page } = useListSearch()
  const packages = useQuery(setPackagesQuery(set.id, page))
  const canAssign = mayLead(set.my_role) && !set.archived_at
  // One whose reader has begun stays with the reader.
  const movable = packages.data?.items.filter((item) => item.begun_count === 0) ?? []
  const selection = useSelection(movable.map(({ id }) => id))
  const columns = usePackageColumns({ readers, myId, canAssign })
  const pick = usePickColumn(selection)
  return (
    <ListPanel
      title={t('title')}
      query={packages}
      columns={canAssign ? [pick, ...columns] : columns}
      rowKey={(item) => item.id}
      actions={actions}
      bar={canAssign && <AssignBar setId={set.id} readers={readers} selection={selection} />}
      empty={<Empty title={t('emptyTitle')}>{t('empty')}</Empty>}
    />
  )
}

function usePickColumn({ chosen, toggle }: Selection): Column<Package> {
  const t = useText()
  const pick = (item: Package) => (event: MouseEvent) => toggle(item.id, event.shiftKey)
  return {
    id: 'pick',
    header: '',
    width: 40,
    cell: (item) =>
      item.begun_count === 0 && (
        <Checkbox
          size="xs"
          aria-label={t('choose', { name: item.name })}
          checked={chosen.has(item.id)}
          onClick={pick(item)}
          onChange={() => undefined}
        />
      ),
  }
}

interface ColumnOptions {
  readers: Member[]
  myId: string
  canAssign: boolean
}

function usePackageColumns({ readers, myId, canAssign }: ColumnOptions): Column<Package>[] {
  const t = useText()
  return [
    { id: 'name', header: t('name'), sortValue: (item) => item.position, cell: (item) => item.name },
    {
      id: 'samples',
      header: t('samples'),
      width: 100,
      numeric: true,
      sortValue: (item) => item.sample_count,
      cell: (item) => <SamplesLink item={item} />,
    },
    {
      id: 'assignee',
      header: t('assignee'),
      width: 230,
      sortValue: (item) => item.assignee?.name,
      cell: (item) =>
        canAssign && item.begun_count === 0 ? (
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
      width: 240,
      sortValue: (item) => item.done_count / Math.max(1, item.sample_count),
      cell: (item) => (
        <Meter
          label={t('progressOf', { name: item.name })}
          done={item.done_count}
          begun={item.begun_count}
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

function SamplesLink({ item }: { item: Package }) {
  const t = useText()
  return (
    <LinkAnchor
      to="/sets/$setId/samples"
      params={{ setId: item.set_id }}
      search={{ package: item.id }}
      size="sm"
      aria-label={t('samplesOf', { number: formatCount(item.sample_count), name: item.name })}
    >
      {formatCount(item.sample_count)}
    </LinkAnchor>
  )
}
