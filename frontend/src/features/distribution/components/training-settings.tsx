import { Button, Group, NumberInput, Select, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Member, ReadingSet } from '@/api/types'
import { Panel } from '@/components/panel'
import { QueryView } from '@/components/query-view'
import { Notice } from '@/components/states'
import { formatCount } from '@/lib/format'
import { trainingQuery, useTakeAnswers, useUpdateTraining } from '../api'
import { useText } from '../messages'

const mine = 'mine'
const decisions = 'decisions'

interface TrainingSettingsProps {
  set: ReadingSet
  readers: readonly Member[]
}

/** Makes a set a training, and says whose readings of it are right. */
export function TrainingSettings({ set, readers }: TrainingSettingsProps) {
  const t = useText()
  const training = useQuery(trainingQuery(set.id))
  return (
    <Panel title={t('training.title')}>
      <Stack gap="lg" maw={480}>
        <KnownAnswers set={set} readers={readers} />
        <QueryView query={training}>
          {(data) => <Mark key={String(data.pass_mark)} setId={set.id} passMark={data.pass_mark} />}
        </QueryView>
      </Stack>
    </Panel>
  )
}

function Mark({ setId, passMark }: { setId: string; passMark: number | null }) {
  const t = useText()
  const [mark, setMark] = useState(Math.round((passMark ?? 0.7) * 100))
  const update = useUpdateTraining(setId)
  const isTraining = passMark !== null
  return (
    <Stack gap="sm">
      <Text size="sm">{isTraining ? t('training.isOne') : t('training.about')}</Text>
      <NumberInput
        label={t('training.passMark')}
        min={0}
        max={100}
        clampBehavior="strict"
        allowDecimal={false}
        value={mark}
        onChange={(value) => setMark(Number(value))}
      />
      <Group gap="sm">
        <Button loading={update.isPending} onClick={() => update.mutate(mark / 100)}>
          {isTraining ? t('save') : t('training.make')}
        </Button>
        {isTraining && (
          <Button variant="default" disabled={update.isPending} onClick={() => update.mutate(null)}>
            {t('training.end')}
          </Button>
        )}
      </Group>
      {update.error && <Notice>{update.error.detail}</Notice>}
    </Stack>
  )
}

function KnownAnswers({ set, readers }: TrainingSettingsProps) {
  const t = useText()
  const [from, setFrom] = useState<string>(mine)
  const take = useTakeAnswers(set.id)
  const others = set.is_blind
    ? []
    : [
        ...readers.map(({ user_id: value, name: label }) => ({ value, label })),
        { value: decisions, label: t('training.decisions') },
      ]
  const submit = () =>
    take.mutate({
      decisions: from === decisions,
      ...(from !== mine && from !== decisions && { reader_id: from }),
    })
  return (
    <Stack gap="sm">
      <Text size="sm" fw={600}>
        {t('training.known')}
      </Text>
      <Text size="sm">{t('training.knownAbout')}</Text>
      <Select
        label={t('training.from')}
        data={[{ value: mine, label: t('training.mine') }, ...others]}
        value={from}
        onChange={(value) => setFrom(value ?? mine)}
        allowDeselect={false}
      />
      <Group gap="md">
        <Button variant="default" loading={take.isPending} onClick={submit}>
          {t('training.take')}
        </Button>
        <Text size="sm" c="dimmed" role="status">
          {take.data &&
            t('training.taken', {
              count: take.data.taken,
              number: formatCount(take.data.taken),
              known: formatCount(take.data.known),
            })}
        </Text>
      </Group>
      {take.error && <Notice>{take.error.detail}</Notice>}
    </Stack>
  )
}
