import { Group } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { ExtractionRun } from '@/api/types'
import type { Column } from '@/components/data-table'
import { LinkAnchor } from '@/components/links'
import { ListPanel } from '@/components/list-panel'
import { Meter } from '@/components/meter'
import { StateBadge } from '@/components/state-badge'
import { Empty } from '@/components/states'
import { useListSearch } from '@/components/use-list-search'
import { formatCount, formatInstant } from '@/lib/format'
import { runsQuery, stateOf, type RunScope } from '../api'
import { useText } from '../messages'

interface RunListProps {
  /** Of a set or a study; else all runs that one may see. */
  scope?: RunScope
  actions?: ReactNode
  /** What to do where there is none. */
  emptyAction?: ReactNode
}

export function RunList({ scope = {}, actions, emptyAction }: RunListProps) {
  const t = useText()
  const { page } = useListSearch()
  const navigate = useNavigate()
  const columns = useRunColumns(Boolean(scope.set_id ?? scope.study_id))
  return (
    <ListPanel
      title={t('runsTitle')}
      query={useQuery(runsQuery(scope, page))}
      columns={columns}
      rowKey={(run) => run.id}
      onOpen={(run) => void navigate({ to: '/extraction-runs/$runId', params: { runId: run.id } })}
      actions={actions}
      empty={
        <Empty title={t('noRunsTitle')} action={emptyAction}>
          {t('noRuns')}
        </Empty>
      }
    />
  )
}

/** Runs are named after what they are of; where that is one thing, their presets tell them apart. */
function useRunColumns(isOfOne: boolean): Column<ExtractionRun>[] {
  const t = useText()
  const preset = ({ preset: { name, version } }: ExtractionRun) => t('presetName', { name, version })
  const link = (run: ExtractionRun, text: string) => (
    <LinkAnchor to="/extraction-runs/$runId" params={{ runId: run.id }} size="sm" fw={500}>
      {text}
    </LinkAnchor>
  )
  const name: Column<ExtractionRun> = { id: 'run', header: t('name'), cell: (run) => link(run, run.name) }
  return [
    ...(isOfOne ? [] : [name]),
    {
      id: 'preset',
      header: t('preset.one'),
      cell: (run) => (isOfOne ? link(run, preset(run)) : preset(run)),
    },
    {
      id: 'modalities',
      header: t('run.modalities'),
      cell: (run) => run.modalities.join(', '),
    },
    {
      id: 'state',
      header: t('state'),
      width: 240,
      cell: (run) => (
        <Group gap="sm" wrap="nowrap">
          <StateBadge state={stateOf(run)} />
          {run.stale_count > 0 && <StateBadge state="stale" />}
        </Group>
      ),
    },
    {
      id: 'tasks',
      header: t('tasks'),
      width: 200,
      cell: (run) => (
        <Meter
          label={t('progressOf', { name: run.name })}
          done={run.done_count}
          total={run.task_count}
          tone={run.job.state === 'done' ? 'done' : 'running'}
        />
      ),
    },
    {
      id: 'failed',
      header: t('failed'),
      numeric: true,
      width: 80,
      cell: (run) => formatCount(run.failed_count),
    },
    {
      id: 'created',
      header: t('createdAt'),
      width: 200,
      cell: (run) => formatInstant(run.created_at),
    },
  ]
}
