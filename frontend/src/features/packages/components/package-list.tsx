import { Checkbox, Group, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { MouseEvent, ReactNode } from 'react'
import { mayLead, mayReview } from '@/api/roles'
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
import { isToRead, setPackagesQuery } from '../api'
import { useText } from '../messages'
import { usePackageFilter } from '../use-package-filter'
import { AssignBar } from './assign-bar'
import { AssigneeSelect } from './assignee-select'
import { DueDay } from './due-day'
import { PackageFilters } from './package-filters'
import { ReadButton } from './read-button'
import { ReleaseButton } from './release-button'
import { ShareOutButton } from './share-out-button'
import { SplitButton } from './split-button'

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
  const filter = usePackageFilter()
  const packages = useQuery(setPackagesQuery(set.id, page, filter))
  const canAssign = mayLead(set.my_role) && !set.archived_at
  const selection = useSelection(packages.data?.items.map(({ id }) => id) ?? [])
  const columns = usePackageColumns({ readers, myId, canAssign })
  const pick = usePickColumn(selection)
  const isFiltered = Object.keys(filter).length > 0
  return (
    <ListPanel
      title={t('title')}
      query={packages}
      columns={canAssign ? [pick, ...columns] : columns}
      rowKey={(item) => item.id}
      actions={
        <Group gap="xs">
          {(isFiltered || (packages.data?.total ?? 0) > 1) && (
            <PackageFilters readers={mayReview(set.my_role) ? readers : []} />
          )}
          {canAssign && <ShareOutButton setId={set.id} readers={readers} />}
          {canAssign && <SplitButton set={set} readers={readers} />}
          {actions}
        </Group>
      }
      bar={canAssign && <AssignBar setId={set.id} readers={readers} selection={selection} />}
      empty={
        isFiltered ? (
          <Empty title={t('noneTitle')}>{t('none')}</Empty>
        ) : (
          <Empty title={t('emptyTitle')}>{t('empty')}</Empty>
        )
      }
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
    cell: (item) => (
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
    { id: 'name', header: t('name'), cell: (item) => <Name item={item} /> },
    {
      id: 'samples',
      header: t('samples'),
      width: 100,
      numeric: true,
      cell: (item) => <SamplesLink item={item} />,
    },
    {
      id: 'assignee',
      header: t('assignee'),
      width: 200,
      cell: (item) =>
        canAssign && (item.begun_count === 0 || !item.assignee) ? (
          <AssigneeSelect item={item} readers={readers} />
        ) : (
          (item.assignee?.name ?? t('free'))
        ),
    },
    {
      id: 'due',
      header: t('due'),
      width: 140,
      cell: (item) => <DueDay item={item} />,
    },
    {
      id: 'status',
      header: t('status'),
      width: 130,
      cell: (item) => <StateBadge state={item.status} />,
    },
    { id: 'progress', header: t('progress'), width: 220, cell: (item) => <Progress item={item} /> },
    {
      id: 'read',
      header: '',
      width: 210,
      numeric: true,
      cell: (item) => item.assignee?.id === myId && <Mine item={item} />,
    },
  ]
}

function Name({ item }: { item: Package }) {
  const t = useText()
  return (
    <Group gap="xs" wrap="nowrap">
      <Text size="sm" style={{ whiteSpace: 'nowrap' }}>
        {item.name}
      </Text>
      {item.priority !== 0 && (
        <Text size="xs" c="dimmed" style={{ whiteSpace: 'nowrap' }}>
          {t(item.priority > 0 ? 'priorities.1' : 'priorities.-1')}
        </Text>
      )}
    </Group>
  )
}

function Mine({ item }: { item: Package }) {
  return (
    <Group gap={4} justify="flex-end" wrap="nowrap">
      {isToRead(item) && <ReleaseButton item={item} />}
      <ReadButton item={item} isCompact />
    </Group>
  )
}

/** How far it is; of another's package, nothing for who must not know. */
function Progress({ item }: { item: Package }) {
  const t = useText()
  if (item.done_count === null || item.begun_count === null)
    return (
      <Text size="sm" c="dimmed">
        {t('hidden')}
      </Text>
    )
  const flagged = [
    item.tentative_count ? t('tentative', { number: formatCount(item.tentative_count) }) : '',
    item.bad_quality_count ? t('badQuality', { number: formatCount(item.bad_quality_count) }) : '',
  ].filter(Boolean)
  return (
    <>
      <Meter
        label={t('progressOf', { name: item.name })}
        done={item.done_count}
        begun={item.begun_count}
        total={item.sample_count}
        tone={item.status === 'done' ? 'done' : 'running'}
      />
      {flagged.length > 0 && (
        <Text size="xs" c="dimmed">
          {flagged.join(' · ')}
        </Text>
      )}
    </>
  )
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
