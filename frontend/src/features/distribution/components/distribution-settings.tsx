import { Button, Group, NumberInput, Select, Text } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import type { Distribution, ReadingSet } from '@/api/types'
import { PanelForm } from '@/components/panel-form'
import { Panel } from '@/components/panel'
import { QueryView } from '@/components/query-view'
import { Notice } from '@/components/states'
import { formatCount } from '@/lib/format'
import { distributionQuery, useRunDistribution, useUpdateDistribution } from '../api'
import { useText } from '../messages'

interface DistributionSettingsProps {
  set: ReadingSet
  /** Of the same group: one of them may be what readers must pass. */
  trainings: readonly ReadingSet[]
}

/** What is read once more, which controls are mixed in, and where one more reader is asked. */
export function DistributionSettings({ set, trainings }: DistributionSettingsProps) {
  const t = useText()
  const distribution = useQuery(distributionQuery(set.id))
  return (
    <Panel title={t('title')}>
      <QueryView query={distribution}>
        {(stored) => <Fields set={set} trainings={trainings} stored={stored} />}
      </QueryView>
    </Panel>
  )
}

const order = ['label', 'input', 'description', 'error'] as const
const percent = (share: number) => Math.round(share * 100)

function Fields({ set, trainings, stored }: DistributionSettingsProps & { stored: Distribution }) {
  const t = useText()
  const queryClient = useQueryClient()
  const update = useUpdateDistribution(set.id)
  const [isSaved, setSaved] = useState(false)
  const form = useForm({
    initialValues: {
      repeat: percent(stored.repeat_share),
      days: stored.repeat_after_days,
      control: percent(stored.control_share),
      extra: stored.extra_readers,
      alike: percent(stored.alike_from),
      training: stored.training_set_id,
    },
  })
  const submit = form.onSubmit(({ repeat, days, control, extra, alike, training }) => {
    setSaved(false)
    update.mutate(
      {
        version: stored.version,
        repeat_share: repeat / 100,
        repeat_after_days: days,
        control_share: control / 100,
        extra_readers: extra,
        alike_from: alike / 100,
        training_set_id: training,
      },
      { onSuccess: () => setSaved(true) },
    )
  })
  const number = (name: 'repeat' | 'days' | 'control' | 'extra' | 'alike', min: number, max: number) => ({
    min,
    max,
    clampBehavior: 'strict' as const,
    allowDecimal: false,
    inputWrapperOrder: [...order],
    ...form.getInputProps(name),
  })
  return (
    <>
      <PanelForm
        action={t('save')}
        busy={update.isPending}
        saved={isSaved && t('saved')}
        error={update.error}
        onLookAgain={() => void queryClient.invalidateQueries(distributionQuery(set.id))}
        onSubmit={submit}
      >
        <Fieldset title={t('repeats')}>
          <NumberInput
            label={t('repeatShare')}
            description={t('repeatShareHint')}
            {...number('repeat', 0, 100)}
          />
          <NumberInput label={t('repeatAfter')} {...number('days', 1, 3650)} />
        </Fieldset>
        <Fieldset title={t('controls')} note={t('known', { number: formatCount(stored.known_answers) })}>
          <NumberInput
            label={t('controlShare')}
            description={t('controlShareHint')}
            {...number('control', 0, 50)}
          />
        </Fieldset>
        <Fieldset title={t('extra')}>
          <NumberInput label={t('extraReaders')} description={t('extraHint')} {...number('extra', 0, 5)} />
          <NumberInput label={t('alikeFrom')} description={t('alikeHint')} {...number('alike', 0, 100)} />
        </Fieldset>
        <Select
          label={t('required')}
          description={t(trainings.length > 0 ? 'requiredHint' : 'noTrainings')}
          inputWrapperOrder={[...order]}
          placeholder={t('none')}
          data={trainings.map(({ id, name }) => ({ value: id, label: name }))}
          clearable
          {...form.getInputProps('training')}
        />
      </PanelForm>
      <RunNow set={set} />
    </>
  )
}

function Fieldset({ title, note, children }: { title: string; note?: string; children: ReactNode }) {
  return (
    <fieldset style={{ border: 0, margin: 0, padding: 0 }}>
      <Text component="legend" fw={600} size="sm" p={0} mb="xs">
        {title}
      </Text>
      {note && (
        <Text size="sm" c="dimmed" mb="xs">
          {note}
        </Text>
      )}
      <Group grow align="flex-start" gap="lg">
        {children}
      </Group>
    </fieldset>
  )
}

function RunNow({ set }: { set: ReadingSet }) {
  const t = useText()
  const run = useRunDistribution(set.id)
  return (
    <Group gap="md" mt="lg">
      <Button
        variant="default"
        loading={run.isPending}
        disabled={set.is_blind || Boolean(set.archived_at)}
        onClick={() => run.mutate()}
      >
        {t('run')}
      </Button>
      <Text size="sm" c="dimmed" role="status">
        {set.is_blind && t('blind')}
        {run.data &&
          t('ran', {
            repeats: formatCount(run.data.repeats),
            extra: formatCount(run.data.extra_readings),
          })}
      </Text>
      {run.error && <Notice>{run.error.detail}</Notice>}
    </Group>
  )
}
