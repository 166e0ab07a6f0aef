import { CloseButton, Group, Text, TextInput } from '@mantine/core'
import { IconFilter } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { ExtractionRun, FeatureTable as FeaturePage } from '@/api/types'
import { AnchorButton } from '@/components/links'
import { useText as useCommonText } from '@/components/messages'
import { Pager } from '@/components/pager'
import { Panel } from '@/components/panel'
import { hasNone, QueryView } from '@/components/query-view'
import { Empty } from '@/components/states'
import { useListSearch } from '@/components/use-list-search'
import { formatCount } from '@/lib/format'
import { csvUrl, featuresQuery, isWorking } from '../api'
import { matchingColumns } from '../matching-columns'
import { useText } from '../messages'
import { FeatureGrid } from './feature-grid'

/** The values of a run: a row for each region, a column for each feature. */
export function FeatureTable({ run }: { run: ExtractionRun }) {
  const t = useText()
  const { page, change } = useListSearch()
  const [filter, setFilter] = useState('')
  const features = useQuery(featuresQuery(run.id, page))
  const shown = matchingColumns(features.data?.columns ?? [], filter)
  return (
    <Panel
      title={t('features')}
      note={
        features.data && features.data.total > 0 && <ColumnCount shown={shown.length} of={features.data} />
      }
      actions={<Tools run={run} filter={filter} onFilter={setFilter} />}
      flush
    >
      <QueryView
        query={features}
        isEmpty={hasNone}
        empty={
          <Empty title={t('noFeaturesTitle')}>{isWorking(run) ? t('noFeatures') : t('noFeaturesDone')}</Empty>
        }
      >
        {(table) => (
          <>
            {shown.length > 0 ? (
              <FeatureGrid table={table} shown={shown} />
            ) : (
              <Empty title={t('noColumnsTitle')}>{t('noColumns', { text: filter })}</Empty>
            )}
            <Pager list={table} onPage={(page) => change({ page })} />
          </>
        )}
      </QueryView>
    </Panel>
  )
}

function ColumnCount({ shown, of }: { shown: number; of: FeaturePage }) {
  const t = useText()
  const { sort } = useListSearch()
  return (
    <Text span size="sm">
      {t('columnsOf', { shown: formatCount(shown), total: formatCount(of.columns.length) })}
      {sort && of.total > of.page_size && `, ${t('sortHint')}`}
    </Text>
  )
}

interface ToolsProps {
  run: ExtractionRun
  filter: string
  onFilter: (filter: string) => void
}

function Tools({ run, filter, onFilter }: ToolsProps) {
  const t = useText()
  const common = useCommonText()
  return (
    <Group gap="sm">
      <TextInput
        size="xs"
        w={260}
        aria-label={t('filter')}
        placeholder={t('filter')}
        value={filter}
        onChange={(event) => onFilter(event.currentTarget.value)}
        leftSection={<IconFilter size={14} aria-hidden />}
        rightSection={
          filter && <CloseButton size="xs" aria-label={common('clear')} onClick={() => onFilter('')} />
        }
      />
      <AnchorButton
        href={csvUrl(run.id)}
        download
        size="xs"
        variant="default"
        disabled={run.done_count === 0}
      >
        {t('download')}
      </AnchorButton>
    </Group>
  )
}
