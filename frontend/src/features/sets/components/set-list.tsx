import { Group as Row, SegmentedControl } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { mayLead } from '@/api/roles'
import type { Group, ReadingSet } from '@/api/types'
import { ArchivedBadge } from '@/components/archived-badge'
import type { Column } from '@/components/data-table'
import { LinkAnchor } from '@/components/links'
import { ListPanel } from '@/components/list-panel'
import { Empty } from '@/components/states'
import { useListSearch } from '@/components/use-list-search'
import { formatCount, formatDate } from '@/lib/format'
import { groupSetsQuery, isOpen, readingsNeeded, type Shown } from '../api'
import { useText } from '../messages'
import { CreateSetButton } from './create-set-button'
import { SetMeter } from './set-meter'

export function SetList({ group }: { group: Group }) {
  const t = useText()
  const { page, shown: asked } = useListSearch()
  const shown = choices.find((choice) => choice === asked) ?? 'open'
  const navigate = useNavigate()
  const columns = useSetColumns()
  const create = mayLead(group.my_role) && <CreateSetButton groupId={group.id} />
  return (
    <ListPanel
      title={t('title')}
      query={useQuery(groupSetsQuery(group.id, page, shown))}
      columns={columns}
      rowKey={(set) => set.id}
      onOpen={(set) => void navigate({ to: '/sets/$setId', params: { setId: set.id } })}
      actions={
        <>
          <ShownFilter shown={shown} />
          {create}
        </>
      }
      empty={<NoSets group={group} shown={shown} action={create} />}
    />
  )
}

const choices = ['open', 'archived', 'all'] as const satisfies Shown[]

function ShownFilter({ shown }: { shown: Shown }) {
  const t = useText()
  const { change } = useListSearch()
  return (
    <SegmentedControl
      size="xs"
      aria-label={t('shown.label')}
      value={shown}
      onChange={(value) => change({ page: undefined, shown: value === 'open' ? undefined : value })}
      data={choices.map((value) => ({ value, label: t(`shown.${value}`) }))}
    />
  )
}

function NoSets({ group, shown, action }: { group: Group; shown: Shown; action: ReactNode }) {
  const t = useText()
  if (shown === 'archived') return <Empty title={t('noneArchivedTitle')}>{t('noneArchived')}</Empty>
  if (group.set_count > 0)
    return (
      <Empty title={t('allArchivedTitle')} action={action}>
        {t('allArchived')}
      </Empty>
    )
  return (
    <Empty title={t('emptyTitle')} action={action}>
      {mayLead(group.my_role) ? t('empty') : t('emptyReader')}
    </Empty>
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
        <Row gap="sm" wrap="nowrap">
          <LinkAnchor to="/sets/$setId" params={{ setId: set.id }} size="sm" fw={500}>
            {set.name}
          </LinkAnchor>
          {!isOpen(set) && <ArchivedBadge />}
        </Row>
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
      sortValue: (set) => (set.done_count ?? 0) / Math.max(1, readingsNeeded(set)),
      cell: (set) => <SetMeter set={set} />,
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
