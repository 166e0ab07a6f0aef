import { Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { mayReview } from '@/api/roles'
import type { ReaderProgress, ReadingSet, SetProgress } from '@/api/types'
import { DataTable, type Column } from '@/components/data-table'
import { Fact, Facts } from '@/components/fact'
import { Meter } from '@/components/meter'
import { Panel } from '@/components/panel'
import { QueryView } from '@/components/query-view'
import { Empty } from '@/components/states'
import { formatAgo, formatCount, formatSeconds } from '@/lib/format'
import { setProgressQuery } from '../api'
import { useText } from '../messages'
import { Drift } from './drift'
import { TrainingResults } from './training-results'

/** How far the readers of a set are, and how they hold up. */
export function SetProgressView({ set }: { set: ReadingSet }) {
  const progress = useQuery(setProgressQuery(set.id))
  return (
    <Stack gap="xl">
      <QueryView query={progress}>
        {(data) => (
          <Stack gap="xl">
            <Totals progress={data} />
            <Readers progress={data} />
          </Stack>
        )}
      </QueryView>
      {mayReview(set.my_role) && <Drift set={set} />}
      {mayReview(set.my_role) && !set.is_blind && <TrainingResults setId={set.id} />}
    </Stack>
  )
}

function Totals({ progress }: { progress: SetProgress }) {
  const t = useText()
  return (
    <Panel title={t('read')} note={t('round', { round: formatCount(progress.round) })}>
      <Stack gap="md">
        {progress.is_own_only && (
          <Text size="sm" c="dimmed">
            {t('ownOnly')}
          </Text>
        )}
        <Meter
          label={t('progressOf', { name: progress.set_name })}
          done={progress.done}
          begun={progress.begun}
          total={progress.samples}
          width={320}
        />
        <Facts>
          <Fact name={t('tentative')}>{formatCount(progress.tentative)}</Fact>
          <Fact name={t('badQuality')}>{formatCount(progress.bad_quality)}</Fact>
          <Fact name={t('median')}>{seconds(progress.median_seconds)}</Fact>
          {progress.free_packages !== null && (
            <Fact name={t('free')}>
              {[
                t('packageCount', {
                  count: progress.free_packages,
                  formatted: formatCount(progress.free_packages),
                }),
                t('sampleCount', {
                  count: progress.free_samples ?? 0,
                  formatted: formatCount(progress.free_samples ?? 0),
                }),
              ].join(', ')}
            </Fact>
          )}
        </Facts>
        <Text size="xs" c="dimmed">
          {t('medianHint')}
        </Text>
      </Stack>
    </Panel>
  )
}

function Readers({ progress }: { progress: SetProgress }) {
  const t = useText()
  const columns = useColumns()
  return (
    <Panel title={t('readers')} flush>
      {progress.readers.length > 0 ? (
        <DataTable
          label={t('readers')}
          columns={columns}
          rows={progress.readers}
          rowKey={(row) => row.reader.id}
        />
      ) : (
        <Empty title={t('noReadersTitle')}>{t('noReaders')}</Empty>
      )}
    </Panel>
  )
}

function useColumns(): Column<ReaderProgress>[] {
  const t = useText()
  const number = (id: string, header: string, of: (row: ReaderProgress) => number) => ({
    id,
    header,
    width: 110,
    numeric: true,
    sortValue: of,
    cell: (row: ReaderProgress) => formatCount(of(row)),
  })
  return [
    {
      id: 'reader',
      header: t('reader'),
      sortValue: (row) => row.reader.name,
      cell: (row) => row.reader.name,
    },
    {
      id: 'read',
      header: t('read'),
      width: 240,
      sortValue: (row) => row.done / Math.max(1, row.samples),
      cell: (row) => (
        <Meter
          label={t('progressOf', { name: row.reader.name })}
          done={row.done}
          begun={row.begun}
          total={row.samples}
        />
      ),
    },
    number('packages', t('packages'), (row) => row.packages),
    number('overdue', t('overdue'), (row) => row.overdue_packages),
    number('tentative', t('tentative'), (row) => row.tentative),
    number('badQuality', t('badQuality'), (row) => row.bad_quality),
    {
      id: 'median',
      header: t('median'),
      width: 170,
      numeric: true,
      sortValue: (row) => row.median_seconds ?? undefined,
      cell: (row) => seconds(row.median_seconds),
    },
    {
      id: 'last',
      header: t('last'),
      width: 150,
      sortValue: (row) => row.last_done_at ?? undefined,
      cell: (row) => row.last_done_at && formatAgo(row.last_done_at),
    },
  ]
}

const seconds = (value: number | null) => (value === null ? '–' : formatSeconds(value))
