import { Checkbox, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Code } from '@/components/code'
import type { Column } from '@/components/data-table'
import { ListPanel } from '@/components/list-panel'
import { SelectionBar } from '@/components/selection-bar'
import { Empty } from '@/components/states'
import { useListSearch } from '@/components/use-list-search'
import { useSelection, type Selection } from '@/components/use-selection'
import { formatCount } from '@/lib/format'
import { samplesQuery, type Release, type ReleaseSample } from '../api'
import { useText } from '../messages'
import { WithdrawButton } from './withdraw-button'

/** What a release states; its leads may withdraw of it. */
export function ReleaseSamples({ release, mayWithdraw }: { release: Release; mayWithdraw: boolean }) {
  const t = useText()
  const { page } = useListSearch()
  const samples = useQuery(samplesQuery(release.id, page))
  const stated = samples.data?.items.filter((sample) => sample.withdrawn_reason === null) ?? []
  const selection = useSelection(stated.map(({ id }) => id))
  return (
    <ListPanel
      title={t('samples.title')}
      query={samples}
      columns={useColumns(mayWithdraw ? selection : null)}
      rowKey={({ id }) => id}
      empty={<Empty title={t('samples.emptyTitle')}>{t('samples.empty')}</Empty>}
      bar={
        mayWithdraw && (
          <SelectionBar selection={selection}>
            <WithdrawButton release={release} selection={selection} />
          </SelectionBar>
        )
      }
    />
  )
}

function useColumns(selection: Selection | null): Column<ReleaseSample>[] {
  const t = useText()
  const choose: Column<ReleaseSample> = {
    id: 'choose',
    header: '',
    width: 44,
    cell: ({ id, title, withdrawn_reason: reason }) =>
      reason === null && (
        <Checkbox
          size="xs"
          aria-label={t('samples.choose', { name: title })}
          checked={selection?.chosen.has(id) ?? false}
          onChange={(event) =>
            selection?.toggle(id, event.nativeEvent instanceof MouseEvent && event.nativeEvent.shiftKey)
          }
        />
      ),
  }
  return [
    ...(selection ? [choose] : []),
    {
      id: 'position',
      header: t('samples.position'),
      numeric: true,
      width: 70,
      cell: ({ position }) => position !== null && formatCount(position),
    },
    { id: 'sample', header: t('samples.sample'), cell: (sample) => <SampleName sample={sample} /> },
    { id: 'modality', header: t('samples.modality'), width: 100, cell: ({ modality }) => modality },
    {
      id: 'readings',
      header: t('samples.readings'),
      numeric: true,
      width: 100,
      cell: ({ readings }) => formatCount(readings),
    },
    {
      id: 'objects',
      header: t('samples.objects'),
      numeric: true,
      width: 100,
      cell: ({ objects }) => formatCount(objects),
    },
    {
      id: 'hash',
      header: t('samples.hash'),
      width: 150,
      cell: ({ sha256 }) => <Code maxWidth={130}>{sha256}</Code>,
    },
  ]
}

function SampleName({ sample }: { sample: ReleaseSample }) {
  const t = useText()
  if (sample.withdrawn_reason === null) return sample.title
  return (
    <Text size="sm" c="dimmed">
      {t('samples.withdrawn', { reason: sample.withdrawn_reason })}
    </Text>
  )
}
