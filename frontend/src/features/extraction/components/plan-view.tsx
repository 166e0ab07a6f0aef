import { Button, Grid, Group, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { ExtractionPreset } from '@/api/types'
import { Panel } from '@/components/panel'
import { QueryView } from '@/components/query-view'
import { Empty, Failed, Loading, Notice } from '@/components/states'
import { useListSearch } from '@/components/use-list-search'
import { formatCount } from '@/lib/format'
import { engineQuery, useStartRun } from '../api'
import { useText } from '../messages'
import type { Scope } from '../plan-choice'
import { allPresetsQuery } from '../presets-api'
import { usePlan, type Planning } from '../use-plan'
import { EngineNotice } from './engine-notice'
import { PlanItems } from './plan-items'
import { PlanMapping } from './plan-mapping'
import { PlanPreset } from './plan-preset'
import { PlanRegions } from './plan-regions'

interface PlanViewProps {
  scope: Scope
  /** Whose presets fit; without it, those of all one's organisations are offered. */
  organizationId?: string | undefined
}

/** Chooses what to extract from a set or a study, shows what would come of it, and starts it. */
export function PlanView({ scope, organizationId }: PlanViewProps) {
  const presets = useQuery(allPresetsQuery)
  const isOfPlace = (preset: ExtractionPreset) => !organizationId || preset.organization_id === organizationId
  return (
    <QueryView query={presets} loading={<Loading rows={8} />}>
      {({ items }) => <Plan scope={scope} presets={items.filter(isOfPlace)} />}
    </QueryView>
  )
}

function Plan({ scope, presets }: { scope: Scope; presets: ExtractionPreset[] }) {
  const t = useText()
  const { preset: asked, change } = useListSearch()
  const first = presets.find(({ id }) => id === asked) ?? plainest(presets)
  const planning = usePlan(scope, first?.id ?? null)
  const preset = presets.find(({ id }) => id === planning.choice.presetId)
  const choose = (id: string | null) => {
    planning.changePreset(id)
    change({ preset: id ?? undefined })
  }
  if (presets.length === 0)
    return (
      <Panel flush>
        <Empty title={t('preset.noneTitle')}>{t('preset.none')}</Empty>
      </Panel>
    )
  return (
    <Stack gap="xl">
      <EngineNotice onlyWhenMissing />
      <Grid gap="xl">
        <Grid.Col span={{ base: 12, lg: 5 }}>
          <PlanPreset presets={presets} preset={preset} onChoose={choose} />
        </Grid.Col>
        <Grid.Col span={{ base: 12, lg: 7 }}>
          <PlanRegions planning={planning} hasReaders={'set_id' in scope} />
        </Grid.Col>
      </Grid>
      {planning.mappable.length > 0 && <PlanMapping planning={planning} />}
      <Outcome planning={planning} />
    </Stack>
  )
}

/** The one that does least: what somebody who has chosen nothing would expect. */
function plainest(presets: readonly ExtractionPreset[]): ExtractionPreset | undefined {
  const size = ({ sections }: ExtractionPreset) =>
    sections.reduce((sum, { image_types: types }) => sum + types.length, 0)
  return presets.toSorted((a, b) => size(a) - size(b))[0]
}

/** What would be extracted, what not, and why; and the button that does it. */
function Outcome({ planning }: { planning: Planning }) {
  const t = useText()
  const { plan, request } = planning
  if (!request)
    return (
      <Panel title={t('plan.title')} flush>
        <Empty title={t('plan.nothingChosenTitle')}>{t('plan.nothingChosen')}</Empty>
      </Panel>
    )
  if (plan.error)
    return (
      <Panel title={t('plan.title')} flush>
        <Failed error={plan.error} onRetry={() => void plan.refetch()} />
      </Panel>
    )
  return (
    <Panel title={t('plan.title')} actions={<Start planning={planning} />} flush>
      <QueryView
        query={plan}
        isEmpty={({ items }) => items.length === 0}
        empty={<Empty title={t('plan.emptyTitle')}>{t('plan.empty')}</Empty>}
      >
        {(data) => <PlanItems plan={data} isOld={plan.isPlaceholderData} />}
      </QueryView>
    </Panel>
  )
}

function Start({ planning: { plan, request } }: { planning: Planning }) {
  const t = useText()
  const navigate = useNavigate()
  const engine = useQuery(engineQuery)
  const start = useStartRun()
  const count = plan.data?.ready_count ?? 0
  const isReady = request && count > 0 && !plan.isPlaceholderData && engine.data?.available === true
  const run = () =>
    request &&
    start.mutate(request, {
      onSuccess: ({ id }) => void navigate({ to: '/extraction-runs/$runId', params: { runId: id } }),
    })
  return (
    <Group gap="md">
      {start.error && <Notice>{start.error.detail}</Notice>}
      {plan.isFetching && (
        <Text size="sm" c="dimmed" role="status">
          {t('plan.asking')}
        </Text>
      )}
      <Button disabled={!isReady} loading={start.isPending} onClick={run}>
        {count > 0 ? t('plan.start', { count, number: formatCount(count) }) : t('plan.startNone')}
      </Button>
    </Group>
  )
}
