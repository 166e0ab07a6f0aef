import { Group as Row, Text } from '@mantine/core'
import { useQueries, useQuery } from '@tanstack/react-query'
import type { Group, ReadingSet } from '@/api/types'
import { DataTable, type Column } from '@/components/data-table'
import { LinkAnchor, LinkButton } from '@/components/links'
import { Meter } from '@/components/meter'
import { Panel } from '@/components/panel'
import { hasNone, QueryView } from '@/components/query-view'
import { Empty } from '@/components/states'
import { CreateGroupButton, groupsQuery } from '@/features/groups'
import { groupSetsQuery, readingsNeeded, useSetText } from '@/features/sets'
import { useText } from '../messages'

const groupsLooked = 6
const setsShown = 8

/** The newest sets of my groups: places to go back to. */
export function RecentGroups() {
  const t = useText()
  const groups = useQuery(groupsQuery())
  const all = (
    <LinkButton to="/groups" variant="default" size="xs">
      {t('home.allGroups')}
    </LinkButton>
  )
  return (
    <Panel title={t('home.sets')} actions={all} flush>
      <QueryView
        query={groups}
        isEmpty={hasNone}
        empty={
          <Empty title={t('home.noGroupsTitle')} action={<CreateGroupButton />}>
            {t('home.noGroups')}
          </Empty>
        }
      >
        {(list) => <RecentSets groups={list.items.slice(0, groupsLooked)} />}
      </QueryView>
    </Panel>
  )
}

function RecentSets({ groups }: { groups: Group[] }) {
  const t = useText()
  const lists = useQueries({ queries: groups.map((group) => groupSetsQuery(group.id)) })
  const columns = useColumns(groups)
  const sets = lists
    .flatMap((list) => list.data?.items ?? [])
    .toSorted((a, b) => b.created_at.localeCompare(a.created_at))
    .slice(0, setsShown)
  if (sets.length > 0)
    return <DataTable label={t('home.sets')} columns={columns} rows={sets} rowKey={(set) => set.id} />
  return (
    <Row gap="lg" p="lg">
      <Text size="sm" c="dimmed">
        {t('home.groups')}
      </Text>
      {groups.map((group) => (
        <LinkAnchor key={group.id} to="/groups/$groupId" params={{ groupId: group.id }} size="sm">
          {group.name}
        </LinkAnchor>
      ))}
    </Row>
  )
}

function useColumns(groups: Group[]): Column<ReadingSet>[] {
  const t = useSetText()
  const app = useText()
  const nameOf = (groupId: string) => groups.find(({ id }) => id === groupId)?.name
  return [
    {
      id: 'set',
      header: t('name'),
      cell: (set) => (
        <LinkAnchor to="/sets/$setId" params={{ setId: set.id }} size="sm" fw={500}>
          {set.name}
        </LinkAnchor>
      ),
    },
    {
      id: 'group',
      header: app('home.group'),
      cell: (set) => (
        <LinkAnchor to="/groups/$groupId" params={{ groupId: set.group_id }} size="sm">
          {nameOf(set.group_id)}
        </LinkAnchor>
      ),
    },
    { id: 'task', header: t('task'), width: 150, cell: (set) => t(`tasks.${set.task}`) },
    {
      id: 'read',
      header: t('read'),
      width: 230,
      cell: (set) => <Meter label={t('progressLabel')} done={set.done_count} total={readingsNeeded(set)} />,
    },
  ]
}
