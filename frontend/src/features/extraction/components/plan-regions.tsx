import { Button, Checkbox, Group, Stack, Text } from '@mantine/core'
import type { ExtractionPlan, RegionSource } from '@/api/types'
import { Panel } from '@/components/panel'
import { Loading } from '@/components/states'
import { formatCount } from '@/lib/format'
import { useText } from '../messages'
import type { Planning } from '../use-plan'
import classes from './plan-regions.module.css'

interface PlanRegionsProps {
  planning: Planning
  /** Regions that readers drew come with sets alone. */
  hasReaders: boolean
}

/** Which regions are used: by name, and by who drew them. */
export function PlanRegions({ planning, hasReaders }: PlanRegionsProps) {
  const t = useText()
  const { choice, change, names, plan } = planning
  const all = names.map(({ name }) => name)
  const chosen = all.filter((name) => !choice.without.includes(name))
  const isAsking = plan.isPending && names.length === 0 && planning.request !== null
  return (
    <Panel
      title={t('plan.regionsTitle')}
      note={names.length > 0 && t('plan.chosenOf', { chosen: chosen.length, total: names.length })}
      actions={
        names.length > 1 && (
          <>
            <Button size="compact-sm" variant="subtle" onClick={() => change({ without: [] })}>
              {t('plan.all')}
            </Button>
            <Button size="compact-sm" variant="subtle" onClick={() => change({ without: all })}>
              {t('plan.none')}
            </Button>
          </>
        )
      }
    >
      {isAsking ? (
        <Loading rows={2} />
      ) : (
        <Stack gap="lg">
          {hasReaders && <Origins planning={planning} />}
          {names.length > 0 ? (
            <Checkbox.Group
              value={chosen}
              onChange={(kept) => change({ without: all.filter((name) => !kept.includes(name)) })}
              aria-label={t('plan.regionsTitle')}
            >
              <div className={classes['names']}>
                {names.map((name) => (
                  <NameBox key={name.name} {...name} />
                ))}
              </div>
            </Checkbox.Group>
          ) : (
            <Text size="sm" c="dimmed">
              {t('plan.noRegions')}
            </Text>
          )}
        </Stack>
      )}
    </Panel>
  )
}

function NameBox({ name, region_count, study_count }: ExtractionPlan['region_names'][number]) {
  const t = useText()
  const regions = t('plan.regionCount', { count: region_count, number: formatCount(region_count) })
  const studies = t('plan.studyCount', { count: study_count, number: formatCount(study_count) })
  return <Checkbox value={name} label={name} description={`${regions} · ${studies}`} />
}

const sources: readonly RegionSource[] = ['imported', 'reading']

function Origins({ planning: { choice, change } }: { planning: Planning }) {
  const t = useText()
  const readsOpen = choice.origins.includes('reading')
  return (
    <Group gap="xl" align="flex-end">
      <Checkbox.Group
        label={t('plan.origins')}
        value={[...choice.origins]}
        onChange={(kept) => change({ origins: sources.filter((source) => kept.includes(source)) })}
      >
        <Group gap="lg" mt={6}>
          {sources.map((source) => (
            <Checkbox key={source} value={source} label={t(`plan.origin.${source}`)} />
          ))}
        </Group>
      </Checkbox.Group>
      <Checkbox
        label={t('plan.openReadings')}
        checked={readsOpen && choice.includeOpen}
        disabled={!readsOpen}
        onChange={(event) => change({ includeOpen: event.currentTarget.checked })}
      />
    </Group>
  )
}
