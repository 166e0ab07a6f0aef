import { Button, Group, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import type { ExtractionRun, FeatureColumn, FeatureRow, FeatureTable as FeaturePage } from '@/api/types'
import { LinkAnchor } from '@/components/links'
import { Pager } from '@/components/pager'
import { Panel } from '@/components/panel'
import { QueryView } from '@/components/query-view'
import { StateBadge } from '@/components/state-badge'
import { Empty } from '@/components/states'
import { useListSearch } from '@/components/use-list-search'
import { formatCount } from '@/lib/format'
import { isWorking } from '../api'
import { chosenColumns } from '../column-choice'
import { useText } from '../messages'
import { columnsQuery, columnsToAsk, featuresQuery, type RowFilter } from '../results-api'
import { useColumnChoice } from '../use-column-choice'
import { ColumnPicker } from './column-picker'
import { DownloadMenu } from './download-menu'
import { FeatureGrid } from './feature-grid'
import { RegionValuesDrawer } from './region-values-drawer'
import { RowFilters } from './row-filters'

/** The values of a run: a row for each region, a column for each feature. */
export function FeatureTable({ run }: { run: ExtractionRun }) {
  const t = useText()
  const columns = useQuery(columnsQuery(run))
  const { choice } = useColumnChoice()
  const shown = useMemo(() => chosenColumns(columns.data ?? [], choice), [columns.data, choice])
  return (
    <Panel
      title={t('features')}
      actions={
        <>
          <RowFilters run={run} />
          {columns.data && columns.data.length > 0 && (
            <ColumnPicker columns={columns.data} shownCount={shown.length} />
          )}
          <DownloadMenu run={run} />
        </>
      }
      flush
    >
      <QueryView query={columns}>{(all) => <Rows run={run} all={all} shown={shown} />}</QueryView>
    </Panel>
  )
}

interface RowsProps {
  run: ExtractionRun
  all: FeatureColumn[]
  shown: FeatureColumn[]
}

function Rows({ run, all, shown }: RowsProps) {
  const t = useText()
  const { change, ...search } = useListSearch()
  const [opened, setOpened] = useState<FeatureRow | null>(null)
  const filter = rowFilter(search)
  const features = useQuery(featuresQuery(run, filter, columnsToAsk(all, shown)))
  const isFiltered = Boolean(filter.search ?? filter.modality ?? filter.region ?? filter.stale)
  return (
    <QueryView
      query={features}
      isEmpty={({ total }) => total === 0}
      empty={isFiltered ? <NoMatch /> : <NoValues run={run} />}
    >
      {(table) => (
        <>
          <Legend run={run} table={table} />
          {shown.length > 0 ? (
            <FeatureGrid table={table} shown={shown} onShow={setOpened} />
          ) : (
            <Empty title={t('noColumnsTitle')}>{t('noColumns')}</Empty>
          )}
          <Pager list={table} onPage={(page) => change({ page })} />
          <RegionValuesDrawer run={run} row={opened} onClose={() => setOpened(null)} />
        </>
      )}
    </QueryView>
  )
}

const rowFilter = ({
  page,
  sort,
  q,
  modality,
  region,
  shown,
}: Omit<ReturnType<typeof useListSearch>, 'change'>): RowFilter => ({
  page,
  sort,
  search: q,
  modality,
  region,
  stale: shown === 'stale' || undefined,
})

/** How much there is, and what the marks mean that are on this page. */
function Legend({ run, table }: { run: ExtractionRun; table: FeaturePage }) {
  const t = useText()
  const missing = table.items.reduce((sum, row) => sum + Object.keys(row.reasons).length, 0)
  return (
    <Group gap="lg" px="lg" py={6}>
      <Text size="sm" c="dimmed" role="status">
        {t('rowCount', { count: table.total, number: formatCount(table.total) })}
      </Text>
      {missing > 0 && (
        <Text size="sm" c="dimmed">
          {t('missingLegend', { count: missing, number: formatCount(missing) })}
        </Text>
      )}
      <Absent run={run} />
    </Group>
  )
}

/** Regions that have no row: not to be overlooked by whoever reads the table alone. */
function Absent({ run }: { run: ExtractionRun }) {
  const t = useText()
  const absent = run.failed_count + run.cancelled_count
  if (absent === 0) return null
  const state = run.failed_count > 0 ? 'failed' : 'cancelled'
  return (
    <Group gap="xs">
      <StateBadge state={state} label={t('run.noValues', { count: absent, number: formatCount(absent) })} />
      <LinkAnchor to="/extraction-runs/$runId/regions" params={{ runId: run.id }} search={{ state }}>
        {t('run.seeWhy')}
      </LinkAnchor>
    </Group>
  )
}

function NoMatch() {
  const t = useText()
  const { change } = useListSearch()
  const showAll = () =>
    change({ q: undefined, modality: undefined, region: undefined, shown: undefined, page: undefined })
  return (
    <Empty
      title={t('noRowsTitle')}
      action={
        <Button variant="default" onClick={showAll}>
          {t('allRows')}
        </Button>
      }
    >
      {t('noRows')}
    </Empty>
  )
}

function NoValues({ run }: { run: ExtractionRun }) {
  const t = useText()
  return <Empty title={t('noFeaturesTitle')}>{isWorking(run) ? t('noFeatures') : t('noFeaturesDone')}</Empty>
}
