import { Button, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { ExtractionTask } from '@/api/types'
import type { Column } from '@/components/data-table'
import { ListPanel } from '@/components/list-panel'
import { StateBadge } from '@/components/state-badge'
import { Empty } from '@/components/states'
import { useListSearch } from '@/components/use-list-search'
import { formatNumber } from '@/lib/format'
import { tasksQuery } from '../api'
import { useText } from '../messages'
import { ProvenanceDrawer } from './provenance-drawer'

/** The regions of a run: what became of each. */
export function TaskList({ runId }: { runId: string }) {
  const t = useText()
  const { page } = useListSearch()
  const [shown, setShown] = useState<ExtractionTask | null>(null)
  const columns = useTaskColumns(setShown)
  return (
    <>
      <ListPanel
        title={t('tasksTitle')}
        query={useQuery(tasksQuery(runId, page))}
        columns={columns}
        rowKey={(task) => task.id}
        empty={<Empty title={t('noTasksTitle')}>{t('noTasks')}</Empty>}
      />
      <ProvenanceDrawer task={shown} onClose={() => setShown(null)} />
    </>
  )
}

function useTaskColumns(onShow: (task: ExtractionTask) => void): Column<ExtractionTask>[] {
  const t = useText()
  return [
    {
      id: 'patient',
      header: t('patient'),
      sortValue: (task) => task.patient_label,
      cell: (task) => task.patient_label,
    },
    {
      id: 'modality',
      header: t('modality'),
      width: 100,
      sortValue: (task) => task.modality,
      cell: (task) => task.modality,
    },
    {
      id: 'region',
      header: t('region'),
      sortValue: (task) => task.region_name,
      cell: (task) => task.region_name,
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
      cell: (task) => (task.seconds === null ? '–' : formatNumber(task.seconds, 2)),
    },
    {
      id: 'error',
      header: t('error'),
      cell: (task) => (
        <Text size="sm" c="dimmed">
          {task.is_stale ? t('stale') : task.error}
        </Text>
      ),
    },
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
