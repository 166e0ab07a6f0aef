import { Button, SegmentedControl, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { ExtractionRun, ExtractionTask } from '@/api/types'
import type { Column } from '@/components/data-table'
import { ListPanel } from '@/components/list-panel'
import { useText as useCommonText } from '@/components/messages'
import { SearchField } from '@/components/search-field'
import { StateBadge } from '@/components/state-badge'
import { Empty } from '@/components/states'
import { useListSearch } from '@/components/use-list-search'
import { formatCount, formatNumber } from '@/lib/format'
import { tasksQuery, type TaskState } from '../api'
import { useText } from '../messages'
import { ProvenanceDrawer } from './provenance-drawer'

const states: readonly TaskState[] = ['done', 'failed', 'cancelled', 'running', 'queued']

/** The regions of a run: what became of each, and why. */
export function TaskList({ run }: { run: ExtractionRun }) {
  const t = useText()
  const { page, q, state: asked, change } = useListSearch()
  const state = states.find((known) => known === asked)
  const [shown, setShown] = useState<ExtractionTask | null>(null)
  const columns = useTaskColumns(setShown)
  const isFiltered = Boolean(q ?? state)
  const showAll = (
    <Button variant="default" onClick={() => change({ q: undefined, state: undefined, page: undefined })}>
      {t('allRows')}
    </Button>
  )
  return (
    <Stack gap="md">
      <StateFilter run={run} state={state} />
      <ListPanel
        title={t('tasksTitle')}
        query={useQuery(tasksQuery(run.id, { state, search: q }, page))}
        columns={columns}
        rowKey={(task) => task.id}
        actions={<SearchField label={t('searchTasks')} />}
        empty={
          isFiltered ? (
            <Empty title={t('noRowsTitle')} action={showAll}>
              {t('noRows')}
            </Empty>
          ) : (
            <Empty title={t('noTasksTitle')}>{t('noTasks')}</Empty>
          )
        }
      />
      <ProvenanceDrawer task={shown} onClose={() => setShown(null)} />
    </Stack>
  )
}

function StateFilter({ run, state }: { run: ExtractionRun; state: TaskState | undefined }) {
  const t = useText()
  const common = useCommonText()
  const { change } = useListSearch()
  const counts: Partial<Record<TaskState, number>> = {
    done: run.done_count,
    failed: run.failed_count,
    cancelled: run.cancelled_count,
  }
  const choose = (value: string) => change({ page: undefined, state: value === 'all' ? undefined : value })
  return (
    <SegmentedControl
      aria-label={t('filterTasks')}
      value={state ?? 'all'}
      onChange={choose}
      style={{ alignSelf: 'flex-start' }}
      data={[
        { value: 'all', label: `${t('all')} ${formatCount(run.task_count)}` },
        ...states.slice(0, 3).map((value) => ({
          value,
          label: `${common(`state.${value}`)} ${formatCount(counts[value] ?? 0)}`,
        })),
      ]}
    />
  )
}

function useTaskColumns(onShow: (task: ExtractionTask) => void): Column<ExtractionTask>[] {
  const t = useText()
  return [
    {
      id: 'patient',
      header: t('patient'),
      sortValue: (task) => task.patient_label,
      cell: (task) => <span style={{ whiteSpace: 'nowrap' }}>{task.patient_label}</span>,
    },
    {
      id: 'modality',
      header: t('modality'),
      width: 100,
      sortValue: (task) => task.modality_key,
      cell: (task) => task.modality_key,
    },
    {
      id: 'region',
      header: t('region'),
      sortValue: (task) => task.region_name,
      cell: (task) => (
        <Stack gap={0}>
          <span>{task.region_name}</span>
          <Text size="xs" c="dimmed">
            {[t(`origins.${task.origin}`), task.reader_name].filter(Boolean).join(' · ')}
          </Text>
        </Stack>
      ),
    },
    {
      id: 'state',
      header: t('state'),
      width: 130,
      sortValue: (task) => task.state,
      cell: (task) => <StateBadge state={task.is_stale ? 'stale' : task.state} />,
    },
    {
      id: 'seconds',
      header: t('seconds'),
      numeric: true,
      width: 90,
      sortValue: (task) => task.seconds,
      cell: (task) =>
        task.reused ? t('reused') : task.seconds === null ? '–' : formatNumber(task.seconds, 2),
    },
    { id: 'why', header: t('plan.why'), cell: (task) => <Remarks task={task} /> },
    {
      id: 'provenance',
      header: '',
      width: 130,
      numeric: true,
      cell: (task) =>
        task.provenance && (
          <Button
            size="compact-sm"
            variant="subtle"
            color="gray"
            aria-label={t('provenanceOf', { region: task.region_name, patient: task.patient_label })}
            onClick={() => onShow(task)}
          >
            {t('provenance')}
          </Button>
        ),
    },
  ]
}

/** Why there are no values, or what to know of those that there are. */
function Remarks({ task }: { task: ExtractionTask }) {
  const t = useText()
  const messages = [
    task.error,
    task.is_stale ? t('stale') : null,
    ...task.warnings.map(({ message }) => message),
  ].filter((message) => message !== null)
  return (
    <Stack gap={2} py={messages.length > 1 ? 4 : 0}>
      {messages.map((message) => (
        <Text key={message} size="sm">
          {message}
        </Text>
      ))}
    </Stack>
  )
}
