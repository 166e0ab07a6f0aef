import { Button, Group, Select, Stack, Text } from '@mantine/core'
import type { ExtractionPlan } from '@/api/types'
import { DataTable, type Column } from '@/components/data-table'
import { Panel } from '@/components/panel'
import { formatCount } from '@/lib/format'
import { useText } from '../messages'
import type { Planning } from '../use-plan'

type Mappable = ExtractionPlan['series_to_map'][number]

/** The preset knows kinds of images that a file does not tell apart: which series is which is for people to say. */
export function PlanMapping({ planning }: { planning: Planning }) {
  const t = useText()
  const { choice, change, mappable, plan } = planning
  const keys = plan.data?.section_keys ?? []
  const suggested = mappable.filter(({ series_id, suggested_key: key }) => key && !choice.keys[series_id])
  const put = (seriesId: string, key: string | null) => change({ keys: withKey(choice.keys, seriesId, key) })
  const takeAll = () =>
    change({
      keys: {
        ...choice.keys,
        ...Object.fromEntries(suggested.map(({ series_id, suggested_key }) => [series_id, suggested_key!])),
      },
    })
  const mapped = mappable.filter(({ series_id }) => choice.keys[series_id]).length
  return (
    <Panel
      title={t('plan.mappingTitle')}
      note={t('plan.mapped', { mapped: formatCount(mapped), total: formatCount(mappable.length) })}
      actions={
        suggested.length > 0 && (
          <Button size="compact-sm" variant="default" onClick={takeAll}>
            {t('plan.takeSuggested', { count: suggested.length, number: formatCount(suggested.length) })}
          </Button>
        )
      }
      flush
    >
      <Stack gap={0}>
        <Text size="sm" c="dimmed" px="lg" py="sm" maw={900}>
          {t('plan.mappingHint')}
        </Text>
        <DataTable
          label={t('plan.mappingTitle')}
          columns={useMappingColumns(choice.keys, keys, put)}
          rows={mappable}
          rowKey={({ series_id }) => series_id}
          isWhole={false}
        />
      </Stack>
    </Panel>
  )
}

function useMappingColumns(
  keys: Readonly<Record<string, string>>,
  all: readonly string[],
  put: (seriesId: string, key: string | null) => void,
): Column<Mappable>[] {
  const t = useText()
  const optionsFor = (modality: string) => {
    const fitting = all.filter((key) => key === modality || key.startsWith(`${modality}_`))
    return fitting.length > 0 ? fitting : [...all]
  }
  return [
    { id: 'patient', header: t('patient'), width: 160, cell: (series) => series.patient_label ?? '–' },
    { id: 'series', header: t('series'), cell: (series) => seriesName(series, t) },
    { id: 'modality', header: t('modality'), width: 100, cell: (series) => series.modality },
    {
      id: 'key',
      header: t('plan.key'),
      width: 320,
      cell: (series) => (
        <Group gap="sm" wrap="nowrap">
          <Select
            size="xs"
            w={180}
            aria-label={t('plan.keyOf', { series: seriesName(series, t) })}
            placeholder={t('plan.noKey')}
            data={optionsFor(series.modality)}
            value={keys[series.series_id] ?? null}
            onChange={(key) => put(series.series_id, key)}
            clearable
          />
          {series.suggested_key && !keys[series.series_id] && (
            <Text size="xs" c="dimmed" style={{ whiteSpace: 'nowrap' }}>
              {t('plan.suggested', { key: series.suggested_key })}
            </Text>
          )}
        </Group>
      ),
    },
  ]
}

/** Descriptions may be hidden, as they can name people; numbers tell series of a study apart. */
function seriesName({ description, series_number: number }: Mappable, t: ReturnType<typeof useText>) {
  if (description) return description
  return number === null ? t('plan.unnamedSeries') : t('plan.numberedSeries', { number })
}

function withKey(keys: Readonly<Record<string, string>>, seriesId: string, key: string | null) {
  const kept = Object.entries(keys).filter(([id]) => id !== seriesId)
  return Object.fromEntries(key ? [...kept, [seriesId, key]] : kept)
}
