import { Button, Group, Select, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import type { ExtractionPreset, ReadingSet } from '@/api/types'
import { Panel } from '@/components/panel'
import { QueryView } from '@/components/query-view'
import { Loading, Notice } from '@/components/states'
import { engineQuery, presetsQuery, useStartRun } from '../api'
import { useText } from '../messages'
import { EngineNotice } from './engine-notice'

/** Chooses a preset and starts a run over all regions of a set. */
export function StartExtraction({ set }: { set: ReadingSet }) {
  const t = useText()
  return (
    <Panel title={t('title')}>
      <QueryView query={useQuery(presetsQuery)} loading={<Loading rows={2} />}>
        {(presets) => <StartForm set={set} presets={presets.items} />}
      </QueryView>
    </Panel>
  )
}

function StartForm({ set, presets }: { set: ReadingSet; presets: ExtractionPreset[] }) {
  const t = useText()
  const navigate = useNavigate()
  const engine = useQuery(engineQuery)
  const start = useStartRun()
  const [chosen, setChosen] = useState<string | null>(presets[0]?.id ?? null)
  const preset = presets.find(({ id }) => id === chosen)
  const isReady = Boolean(preset && engine.data?.available && set.region_count > 0)
  const run = () =>
    preset &&
    start.mutate(
      { preset_id: preset.id, set_id: set.id },
      {
        onSuccess: ({ id }) => void navigate({ to: '/extraction-runs/$runId', params: { runId: id } }),
      },
    )
  return (
    <Stack gap="md">
      <EngineNotice />
      <Group align="flex-end" gap="md">
        <Select
          label={t('preset')}
          w={320}
          data={presets.map(({ id, name, version }) => ({
            value: id,
            label: t('presetName', { name, version }),
          }))}
          value={chosen}
          onChange={setChosen}
          allowDeselect={false}
          placeholder={t('noPresets')}
        />
        <Button disabled={!isReady} loading={start.isPending} onClick={run}>
          {t('start')}
        </Button>
      </Group>
      <Text size="sm" c="dimmed" maw={720}>
        {set.region_count > 0 ? (preset?.description ?? t('about')) : t('noRegions')}
      </Text>
      {start.error && <Notice>{start.error.detail}</Notice>}
    </Stack>
  )
}
