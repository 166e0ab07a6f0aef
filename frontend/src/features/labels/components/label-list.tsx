import { Group, Text, VisuallyHidden } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { mayLead } from '@/api/roles'
import type { Label, ReadingSet } from '@/api/types'
import { ArchivedBadge } from '@/components/archived-badge'
import type { Column } from '@/components/data-table'
import { ListPanel } from '@/components/list-panel'
import { RowHandle } from '@/components/row-handle'
import { Empty } from '@/components/states'
import { keysOf } from '@/lib/label-keys'
import { labelsQuery, useMoveLabel } from '../api'
import { useText } from '../messages'
import { AddLabelButton } from './add-label-button'
import { LabelActions } from './label-actions'
import { LabelFiles } from './label-files'
import { Swatch } from './swatch'

export function LabelList({ set }: { set: ReadingSet }) {
  const t = useText()
  const query = useQuery(labelsQuery(set.id))
  const labels = query.data?.items ?? []
  const leads = mayLead(set.my_role)
  const { handle, moved } = useMoving(set.id, labels)
  const columns = useLabelColumns(labels)
  const add = leads && <AddLabelButton setId={set.id} used={labels} />
  return (
    <>
      <ListPanel
        title={t('title')}
        query={query}
        columns={leads ? [handle, ...columns, actions] : columns}
        rowKey={(label) => label.id}
        actions={
          <Group gap="xs">
            <LabelFiles setId={set.id} mayImport={leads} />
            {add}
          </Group>
        }
        empty={
          <Empty title={t('emptyTitle')} action={add}>
            {leads ? t('empty') : t('emptyReader')}
          </Empty>
        }
      />
      <VisuallyHidden role="status">{moved}</VisuallyHidden>
    </>
  )
}

const actions: Column<Label> = {
  id: 'actions',
  header: '',
  width: 240,
  cell: (label) => <LabelActions label={label} />,
}

/** The column of handles, and what is said when a label has been moved. */
function useMoving(setId: string, labels: readonly Label[]) {
  const t = useText()
  const move = useMoveLabel(setId)
  const [moved, setMoved] = useState('')
  const count = labels.length
  const go = ({ id, name }: Label, to: number) => {
    move.mutate({ id, to })
    setMoved(t('movedTo', { name, place: to + 1, count }))
  }
  const handle: Column<Label> = {
    id: 'move',
    header: '',
    width: 48,
    cell: (label) => (
      <RowHandle
        label={t('moveOf', { name: label.name })}
        index={labels.indexOf(label)}
        count={count}
        onMove={(to) => go(label, to)}
      />
    ),
  }
  return { handle, moved }
}

function useLabelColumns(labels: readonly Label[]): Column<Label>[] {
  const t = useText()
  const keys = keysOf(labels)
  return [
    { id: 'key', header: t('key'), numeric: true, width: 60, cell: (label) => keys.get(label.id) },
    {
      id: 'name',
      header: t('name'),
      cell: (label) => (
        <Group gap="sm" wrap="nowrap">
          <Swatch color={label.color} />
          <Text span size="sm" {...(label.archived_at && { c: 'dimmed' })}>
            {label.name}
          </Text>
          {label.archived_at && <ArchivedBadge />}
        </Group>
      ),
    },
    {
      id: 'description',
      header: t('description'),
      cell: (label) => (
        <Text size="sm" c="dimmed" truncate maw={480}>
          {label.description}
        </Text>
      ),
    },
    {
      id: 'concept',
      header: t('concept'),
      width: 180,
      cell: ({ concept }) =>
        concept && (
          <Text span size="xs" ff="monospace" title={concept.meaning}>
            {concept.scheme} {concept.code}
          </Text>
        ),
    },
    {
      id: 'attributes',
      header: t('attributes'),
      width: 180,
      cell: ({ attributes }) => (
        <Text span size="xs" c="dimmed">
          {attributes?.map(({ name, required }) => (required ? `${name}*` : name)).join(', ')}
        </Text>
      ),
    },
  ]
}
