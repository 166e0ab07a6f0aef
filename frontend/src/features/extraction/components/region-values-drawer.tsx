import { Drawer, Stack, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { ExtractionRun, ExtractionTask, FeatureRow } from '@/api/types'
import { useText as useCommonText } from '@/components/messages'
import { StateBadge } from '@/components/state-badge'
import { formatCount } from '@/lib/format'
import { tasksQuery } from '../api'
import { byReason } from '../feature-lookup'
import { useText } from '../messages'
import { Provenance } from './provenance-drawer'
import classes from './provenance-drawer.module.css'

interface RegionValuesDrawerProps {
  run: ExtractionRun
  row: FeatureRow | null
  onClose: () => void
}

/** What there is to know of the values of one region: which are missing and why, and where they came from. */
export function RegionValuesDrawer({ run, row, onClose }: RegionValuesDrawerProps) {
  const t = useText()
  const common = useCommonText()
  return (
    <Drawer
      opened={row !== null}
      onClose={onClose}
      position="right"
      size={560}
      title={row && t('valuesOf', { region: row.region_name, patient: row.patient_label ?? '–' })}
      transitionProps={{ duration: 120 }}
      closeButtonProps={{ 'aria-label': common('close') }}
    >
      {row && (
        <Stack gap="xl">
          <Standing row={row} />
          <Missing row={row} />
          <Origin run={run} row={row} />
        </Stack>
      )}
    </Drawer>
  )
}

function Standing({ row }: { row: FeatureRow }) {
  const t = useText()
  if (!row.is_stale && !row.reused) return null
  return (
    <Stack gap="sm">
      {row.is_stale && <StateBadge state="stale" label={t('stale')} />}
      {row.reused && <Text size="sm">{t('reusedHint')}</Text>}
    </Stack>
  )
}

function Missing({ row }: { row: FeatureRow }) {
  const t = useText()
  const reasons = useMemo(() => byReason(row.reasons), [row])
  return (
    <section>
      <Title order={3} mb={4}>
        {t('missingTitle')}
      </Title>
      {reasons.length === 0 && (
        <Text size="sm" c="dimmed">
          {t('missingNone')}
        </Text>
      )}
      {reasons.map(({ reason, features }) => (
        <div key={reason} className={classes['reason']}>
          <Text size="sm">
            {reason}{' '}
            <Text span size="sm" c="dimmed">
              {t('featureCount', { count: features.length, number: formatCount(features.length) })}
            </Text>
          </Text>
          <Text size="xs" ff="monospace" className={classes['value']} c="dimmed">
            {features.join(', ')}
          </Text>
        </div>
      ))}
    </section>
  )
}

/** The task that computed the row; of a patient there are few. */
function Origin({ run, row }: { run: ExtractionRun; row: FeatureRow }) {
  const search = row.patient_label ?? row.region_name
  const tasks = useQuery(tasksQuery(run.id, { state: 'done', search }))
  const task = tasks.data?.items.find(({ id }) => id === row.task_id)
  return task ? <Origins task={task} /> : null
}

function Origins({ task }: { task: ExtractionTask }) {
  return (
    <>
      {task.warnings.map(({ code, message }) => (
        <StateBadge key={code} state="stale" label={message} />
      ))}
      <Provenance task={task} />
    </>
  )
}
