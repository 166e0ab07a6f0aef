import { List, Select, Stack, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { DataTable, type Column } from '@/components/data-table'
import { Pager } from '@/components/pager'
import { Panel } from '@/components/panel'
import { QueryView } from '@/components/query-view'
import { Empty } from '@/components/states'
import { formatCount, formatNumber } from '@/lib/format'
import {
  differencesQuery,
  releasesQuery,
  type Differences,
  type LabelChange,
  type Release,
  type SampleChange,
} from '../api'
import type en from '../locales/en.json'
import { useText } from '../messages'

type Text = ReturnType<typeof useText>
type Field = keyof typeof en.changes.fieldOf

const named = (t: Text, fields: readonly string[]) =>
  fields.map((field) => t(`changes.fieldOf.${field as Field}`)).join(', ')

/** What differs between a release and another of the same set: the one before it, unless another is chosen. */
export function ReleaseDifferences({ release }: { release: Release }) {
  const scope = release.set_id ? { setId: release.set_id } : { groupId: release.group_id }
  return (
    <QueryView query={useQuery(releasesQuery(scope))}>
      {({ items }) => (
        <Comparison
          release={release}
          others={items.filter(
            ({ id, content_hash: hash, source_id: source }) =>
              id !== release.id && hash && source === release.source_id,
          )}
        />
      )}
    </QueryView>
  )
}

function Comparison({ release, others }: { release: Release; others: readonly Release[] }) {
  const t = useText()
  const before = others.find(({ number }) => number < release.number) ?? others[0]
  const [chosen, choose] = useState(before?.id)
  const [page, setPage] = useState(1)
  if (!chosen)
    return (
      <Panel title={t('changes.title')}>
        <Empty title={t('changes.noneTitle')}>{t('changes.none')}</Empty>
      </Panel>
    )
  return (
    <Panel
      title={t('changes.title')}
      actions={
        <Select
          size="xs"
          w={280}
          aria-label={t('changes.since')}
          data={others.map(({ id, number, name }) => ({ value: id, label: t('numbered', { number, name }) }))}
          value={chosen}
          onChange={(id) => {
            if (id) choose(id)
            setPage(1)
          }}
          allowDeselect={false}
        />
      }
      flush
    >
      <Told releaseId={release.id} since={chosen} page={page} onPage={setPage} />
    </Panel>
  )
}

interface ToldProps {
  releaseId: string
  since: string
  page: number
  onPage: (page: number) => void
}

function Told({ releaseId, since, page, onPage }: ToldProps) {
  const t = useText()
  return (
    <QueryView query={useQuery(differencesQuery(releaseId, since, page))}>
      {(found) =>
        found.total + found.labels.length + found.set_fields.length === 0 ? (
          <Empty title={t('changes.sameTitle')}>
            {t('changes.same', { number: formatCount(found.unchanged) })}
          </Empty>
        ) : (
          <Stack gap="lg" pt="lg">
            <Summary found={found} />
            {found.labels.length > 0 && <Labels labels={found.labels} />}
            {found.total > 0 && <Samples found={found} onPage={onPage} />}
          </Stack>
        )
      }
    </QueryView>
  )
}

function Summary({ found }: { found: Differences }) {
  const t = useText()
  return (
    <Text size="sm" px="lg">
      {t('changes.summary', {
        count: found.total,
        differ: formatCount(found.total),
        unchanged: formatCount(found.unchanged),
      })}{' '}
      {found.set_fields.length > 0 && t('changes.setFields', { fields: named(t, found.set_fields) })}
    </Text>
  )
}

function Labels({ labels }: { labels: LabelChange[] }) {
  const t = useText()
  const count = (key: 'added' | 'removed' | 'changed'): Column<LabelChange> => ({
    id: key,
    header: t(`changes.${key}`),
    numeric: true,
    width: 100,
    cell: (label) => formatCount(label[key]),
  })
  const columns: Column<LabelChange>[] = [
    { id: 'label', header: t('changes.label'), cell: ({ name }) => name },
    {
      id: 'itself',
      header: t('changes.labelItself'),
      cell: ({ change, fields }) =>
        change && (fields.length > 0 ? named(t, fields) : t(`changes.changeOf.${change}`)),
    },
    count('added'),
    count('removed'),
    count('changed'),
  ]
  return (
    <Part title={t('changes.labels')}>
      <DataTable
        label={t('changes.labels')}
        columns={columns}
        rows={labels}
        rowKey={({ id }) => id}
        isWhole
      />
    </Part>
  )
}

function Samples({ found, onPage }: { found: Differences; onPage: (page: number) => void }) {
  const t = useText()
  const columns: Column<SampleChange>[] = [
    { id: 'sample', header: t('changes.sample'), cell: ({ title, position }) => title || `${position}` },
    {
      id: 'change',
      header: t('changes.change'),
      width: 120,
      cell: ({ change }) => t(`changes.changeOf.${change}`),
    },
    { id: 'readings', header: t('changes.readings'), cell: ({ fields }) => named(t, fields) },
    { id: 'objects', header: t('changes.objects'), cell: (sample) => <Objects sample={sample} /> },
  ]
  return (
    <Part title={t('changes.samples')}>
      <DataTable
        label={t('changes.samples')}
        columns={columns}
        rows={found.samples}
        rowKey={({ id }) => id}
        isWhole={false}
      />
      <Pager list={found} onPage={onPage} />
    </Part>
  )
}

function Objects({ sample }: { sample: SampleChange }) {
  const t = useText()
  return (
    <List size="sm" listStyleType="none">
      {sample.objects.map(({ id, reading_id, label, reader, change, fields, dice }) => (
        <List.Item key={`${reading_id} ${id}`}>
          {fields.length > 0
            ? t('changes.objectFields', { label, reader, fields: named(t, fields) })
            : t('changes.object', { label, reader, change: t(`changes.changeOf.${change}`) })}
          {dice !== null && ` · ${t('changes.dice', { dice: formatNumber(dice, 3) })}`}
        </List.Item>
      ))}
    </List>
  )
}

function Part({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <div>
      <Title order={3} fz="sm" px="lg" pb="xs">
        {title}
      </Title>
      {children}
    </div>
  )
}
