import { Button, Group, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import type { Package } from '@/api/types'
import { DataTable, type Column } from '@/components/data-table'
import { LinkAnchor } from '@/components/links'
import { Meter } from '@/components/meter'
import { Panel } from '@/components/panel'
import { QueryView } from '@/components/query-view'
import { Empty } from '@/components/states'
import { formatCount } from '@/lib/format'
import { inReadingOrder, isToRead, myPackagesQuery } from '../api'
import { useText } from '../messages'
import { DueDay } from './due-day'
import { ReadButton } from './read-button'
import { ReleaseButton } from './release-button'

const fewest = 6

/** What waits for me, over all groups: the one to go on with, then the others. */
export function MyPackages({ emptyAction }: { emptyAction?: ReactNode }) {
  const t = useText()
  const packages = useQuery(myPackagesQuery)
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
        {(list) => <Waiting items={inReadingOrder(list.items)} />}
      </QueryView>
    </Panel>
  )
}

function Waiting({ items }: { items: Package[] }) {
  const t = useText()
  const columns = useColumns()
  const [isWhole, setWhole] = useState(false)
  const [next, ...others] = items
  const shown = isWhole ? others : others.slice(0, fewest)
  return (
    <>
      {next && <Next item={next} />}
      {others.length > 0 && (
        <DataTable label={t('others')} columns={columns} rows={shown} rowKey={(item) => item.id} />
      )}
      {shown.length < others.length && (
        <Group px="lg" py="xs">
          <Button size="compact-sm" variant="subtle" onClick={() => setWhole(true)}>
            {t('showAll', { number: formatCount(items.length) })}
          </Button>
        </Group>
      )}
    </>
  )
}

function Next({ item }: { item: Package }) {
  const t = useText()
  return (
    <Group justify="space-between" gap="lg" p="lg">
      <Stack gap={6}>
        <Text fw={600} fz="md">
          {item.name}{' '}
          <Text span fw={400} c="dimmed">
            <SetLink item={item} /> · {item.group_name}
          </Text>
        </Text>
        <Meter
          label={t('progressOf', { name: item.name })}
          done={item.done_count ?? 0}
          total={item.sample_count}
          width={240}
        />
      </Stack>
      <Group gap="xs">
        <DueDay item={item} />
        <ReleaseButton item={item} />
        <ReadButton item={item} />
      </Group>
    </Group>
  )
}

function SetLink({ item }: { item: Package }) {
  return (
    <LinkAnchor to="/sets/$setId" params={{ setId: item.set_id }} size="sm">
      {item.set_name}
    </LinkAnchor>
  )
}

function useColumns(): Column<Package>[] {
  const t = useText()
  return [
    {
      id: 'name',
      header: t('name'),
      width: 130,
      cell: (item) => (
        <Text size="sm" style={{ whiteSpace: 'nowrap' }}>
          {item.name}
        </Text>
      ),
    },
    { id: 'set', header: t('set'), cell: (item) => <SetLink item={item} /> },
    { id: 'group', header: t('group'), cell: (item) => item.group_name },
    { id: 'due', header: t('due'), width: 140, cell: (item) => <DueDay item={item} /> },
    {
      id: 'progress',
      header: t('progress'),
      width: 180,
      cell: (item) => (
        <Meter
          label={t('progressOf', { name: item.name })}
          done={item.done_count ?? 0}
          total={item.sample_count}
        />
      ),
    },
    {
      id: 'read',
      header: '',
      width: 150,
      numeric: true,
      cell: (item) => <ReadButton item={item} isCompact />,
    },
  ]
}
