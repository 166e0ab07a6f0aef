import type { Me, ReadingSet } from '@/api/types'
import { DataTable, type Column } from '@/components/data-table'
import { LinkAnchor, LinkButton } from '@/components/links'
import { Panel } from '@/components/panel'
import { Empty, Failed, Loading } from '@/components/states'
import { SetMeter, useSetText } from '@/features/sets'
import { useText } from './messages'
import type { OpenSets } from './use-open-sets'

const shown = 8

interface MySetsProps {
  groups: Me['groups']
  open: OpenSets
}

/** The newest sets of my groups, and how far they are read. */
export function MySets({ groups, open }: MySetsProps) {
  const t = useText()
  const all = (
    <LinkButton to="/groups" variant="default" size="xs">
      {t('allGroups')}
    </LinkButton>
  )
  return (
    <Panel title={t('sets')} actions={all} flush>
      <Sets groups={groups} open={open} />
    </Panel>
  )
}

function Sets({ groups, open }: MySetsProps) {
  const t = useText()
  const columns = useColumns(groups)
  if (open.sets.length > 0)
    return (
      <DataTable
        label={t('sets')}
        columns={columns}
        rows={open.sets.slice(0, shown)}
        rowKey={(set) => set.id}
      />
    )
  if (open.error) return <Failed error={open.error} onRetry={open.retry} />
  if (open.isLoading) return <Loading rows={4} />
  return <Empty title={t('setsNoneTitle')}>{t('setsNone')}</Empty>
}

function useColumns(groups: Me['groups']): Column<ReadingSet>[] {
  const t = useText()
  const sets = useSetText()
  const nameOf = (groupId: string) => groups.find(({ id }) => id === groupId)?.name
  return [
    {
      id: 'set',
      header: sets('name'),
      cell: (set) => (
        <LinkAnchor to="/sets/$setId" params={{ setId: set.id }} size="sm" fw={500}>
          {set.name}
        </LinkAnchor>
      ),
    },
    {
      id: 'group',
      header: t('group'),
      cell: (set) => (
        <LinkAnchor to="/groups/$groupId" params={{ groupId: set.group_id }} size="sm">
          {nameOf(set.group_id)}
        </LinkAnchor>
      ),
    },
    { id: 'task', header: sets('task'), width: 130, cell: (set) => sets(`tasks.${set.task}`) },
    {
      id: 'read',
      header: sets('read'),
      width: 200,
      cell: (set) => <SetMeter set={set} />,
    },
  ]
}
