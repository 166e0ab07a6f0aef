import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { ExtractionRun } from '@/api/types'
import type { Column } from '@/components/data-table'
import { LinkAnchor } from '@/components/links'
import { ListPanel } from '@/components/list-panel'
import { Meter } from '@/components/meter'
import { StateBadge } from '@/components/state-badge'
import { Empty } from '@/components/states'
import { formatCount, formatInstant } from '@/lib/format'
import { runsQuery, stateOf } from '../api'
import { useText } from '../messages'

export function RunList({ setId }: { setId: string }) {
  const t = useText()
  const navigate = useNavigate()
  const columns = useRunColumns()
  return (
    <ListPanel
      title={t('runsTitle')}
      query={useQuery(runsQuery(setId))}
      columns={columns}
      rowKey={(run) => run.id}
      onOpen={(run) => void navigate({ to: '/extraction-runs/$runId', params: { runId: run.id } })}
      empty={<Empty title={t('noRunsTitle')}>{t('noRuns')}</Empty>}
    />
  )
}

function useRunColumns(): Column<ExtractionRun>[] {
  const t = useText()
  return [
    {
      id: 'run',
      header: t('name'),
      cell: (run) => (
        <LinkAnchor to="/extraction-runs/$runId" params={{ runId: run.id }} size="sm" fw={500}>
          {run.name}
        </LinkAnchor>
      ),
    },
    {
      id: 'preset',
      header: t('preset'),
      cell: ({ preset }) => t('presetName', { name: preset.name, version: preset.version }),
    },
    {
      id: 'state',
      header: t('state'),
      width: 180,
      cell: (run) => <StateBadge state={stateOf(run)} />,
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
