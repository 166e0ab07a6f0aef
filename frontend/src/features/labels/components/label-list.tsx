import { Group, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { mayLead } from '@/api/roles'
import type { Label, ReadingSet } from '@/api/types'
import type { Column } from '@/components/data-table'
import { ListPanel } from '@/components/list-panel'
import { Empty } from '@/components/states'
import { labelsQuery } from '../api'
import { useText } from '../messages'
import { AddLabelButton } from './add-label-button'
import { DeleteLabelButton } from './delete-label-button'
import { EditLabelButton } from './edit-label-button'
import { Swatch } from './swatch'

export function LabelList({ set }: { set: ReadingSet }) {
  const t = useText()
  const labels = useQuery(labelsQuery(set.id))
  const leads = mayLead(set.my_role)
  const columns = useLabelColumns(set, leads)
  const add = leads && <AddLabelButton setId={set.id} used={labels.data?.items ?? []} />
  return (
    <ListPanel
      title={t('title')}
      query={labels}
      columns={columns}
      rowKey={(label) => label.id}
      actions={add}
      empty={
        <Empty title={t('emptyTitle')} action={add}>
          {leads ? t('empty') : t('emptyReader')}
        </Empty>
      }
    />
  )
}

function useLabelColumns(set: ReadingSet, leads: boolean): Column<Label>[] {
  const t = useText()
  const columns: Column<Label>[] = [
    { id: 'key', header: t('key'), numeric: true, width: 60, cell: (label) => keyOf(label) },
    {
      id: 'name',
      header: t('name'),
      sortValue: (label) => label.name,
      cell: (label) => (
        <Group gap="sm" wrap="nowrap">
          <Swatch color={label.color} />
          {label.name}
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
      id: 'color',
      header: t('color'),
      width: 100,
      cell: (label) => (
        <Text span size="xs" ff="monospace">
          {label.color.toUpperCase()}
        </Text>
      ),
    },
  ]
  const actions = (label: Label) => (
    <Group gap={6} justify="flex-end" wrap="nowrap">
      <EditLabelButton setId={set.id} label={label} />
      <DeleteLabelButton setId={set.id} label={label} />
    </Group>
  )
  return leads ? [...columns, { id: 'actions', header: '', width: 150, cell: actions }] : columns
}

/** The digit that chooses the label while reading; there are nine. */
function keyOf(label: Label): string {
  return label.position <= 9 ? String(label.position) : ''
}
