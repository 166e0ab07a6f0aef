import { Button, Group, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { components } from '@/api/schema'
import { Panel } from '@/components/panel'
import { Notice } from '@/components/states'
import { formatCount, formatPercent } from '@/lib/format'
import { trainingQuery, useStartTraining } from '../api'
import { useText } from '../messages'

type Training = components['schemas']['TrainingRead']

/** In a training, how far I am with it; in other sets what stands here otherwise. */
export function MyTraining({ setId, otherwise }: { setId: string; otherwise: ReactNode }) {
  const t = useText()
  const training = useQuery(trainingQuery(setId))
  if (!training.data?.is_training) return otherwise
  return (
    <Panel title={t('training.mineTitle')}>
      <Mine setId={setId} training={training.data} />
    </Panel>
  )
}

function Mine({ setId, training }: { setId: string; training: Training }) {
  const t = useText()
  const start = useStartTraining(setId)
  const navigate = useNavigate()
  const open = () =>
    start.mutate(undefined, {
      onSuccess: ({ id }) => void navigate({ to: '/packages/$packageId', params: { packageId: id } }),
    })
  const last = training.attempts.at(-1)
  const passed = training.attempts.find(({ is_passed }) => is_passed)
  if (passed)
    return <Text size="sm">{t('training.passedAlready', { score: formatPercent(passed.score, 1) })}</Text>
  const word = training.package_id ? 'continue' : last ? 'again' : 'start'
  return (
    <Stack gap="md">
      <Group justify="space-between">
        <Text size="sm" c="dimmed">
          {t('training.cases', {
            number: formatCount(training.cases),
            mark: formatPercent(training.pass_mark ?? 0, 1),
          })}{' '}
          {training.package_id
            ? t('training.goOn', {
                marked: formatCount(training.marked),
                total: formatCount(training.total),
              })
            : last && t('training.failedBefore', { score: formatPercent(last.score, 1) })}
        </Text>
        <Button loading={start.isPending} disabled={training.cases === 0} onClick={open}>
          {t(`training.${word}`)}
        </Button>
      </Group>
      {start.error && <Notice tone="attention">{start.error.detail}</Notice>}
    </Stack>
  )
}
