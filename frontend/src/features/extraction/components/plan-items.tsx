import { Group, SegmentedControl, Select, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import type { ExtractionPlan, PlanItem } from '@/api/types'
import { DataTable, type Column } from '@/components/data-table'
import { Pager } from '@/components/pager'
import { StateBadge } from '@/components/state-badge'
import { formatCount, formatDate, formatNumber } from '@/lib/format'
import { useText } from '../messages'
import { countCodes, isWarned, itemsShown, type PlanShown } from '../plan-choice'

const pageSize = 100
const mm3PerCm3 = 1000

/** Every pair of series and region: taken, or left out with its reason. */
export function PlanItems({ plan, isOld }: { plan: ExtractionPlan; isOld: boolean }) {
  const t = useText()
  const [shown, setShown] = useState<PlanShown>('all')
  const [code, setCode] = useState<string | null>(null)
  const [page, setPage] = useState(1)
  const items = itemsShown(plan.items, shown, code)
  const last = Math.max(1, Math.ceil(items.length / pageSize))
  const at = Math.min(page, last)
  const rows = items.slice((at - 1) * pageSize, at * pageSize)
  const columns = useItemColumns()
  return (
    <div aria-busy={isOld} style={{ opacity: isOld ? 0.6 : 1 }}>
      <Group gap="md" px="lg" py="sm">
        <ShownFilter plan={plan} shown={shown} onChange={setShown} />
        <CodeFilter items={plan.items} code={code} onChange={setCode} />
      </Group>
      <DataTable
        label={t('plan.title')}
        columns={columns}
        rows={rows.map((item, index) => ({ item, key: `${(at - 1) * pageSize + index}` }))}
        rowKey={({ key }) => key}
        isWhole={items.length <= pageSize}
      />
      <Pager list={{ total: items.length, page: at, page_size: pageSize }} onPage={setPage} />
    </div>
  )
}

interface ShownFilterProps {
  plan: ExtractionPlan
  shown: PlanShown
  onChange: (shown: PlanShown) => void
}

function ShownFilter({ plan, shown, onChange }: ShownFilterProps) {
  const t = useText()
  const counts: Record<PlanShown, number> = {
    all: plan.items.length,
    ready: plan.ready_count,
    warned: plan.items.filter(isWarned).length,
    skipped: plan.skipped_count,
  }
  return (
    <SegmentedControl
      aria-label={t('plan.filter')}
      value={shown}
      onChange={onChange}
      data={(['all', 'ready', 'warned', 'skipped'] as const).map((value) => ({
        value,
        label: `${t(`plan.shown.${value}`)} ${formatCount(counts[value])}`,
      }))}
    />
  )
}

interface CodeFilterProps {
  items: readonly PlanItem[]
  code: string | null
  onChange: (code: string | null) => void
}

function CodeFilter({ items, code, onChange }: CodeFilterProps) {
  const t = useText()
  const codes = countCodes(items)
  if (codes.length === 0) return null
  return (
    <Select
      w={300}
      aria-label={t('plan.reason')}
      placeholder={t('plan.anyReason')}
      data={codes.map(({ code, count }) => ({
        value: code,
        label: `${t(`plan.code.${code as PlanCode}`)} (${formatCount(count)})`,
      }))}
      value={code}
      onChange={onChange}
      clearable
    />
  )
}

type PlanCode = NonNullable<PlanItem['reason']>['code']

interface Row {
  item: PlanItem
  key: string
}

function useItemColumns(): Column<Row>[] {
  const t = useText()
  const text = (value: string | null | undefined) => value ?? '–'
  const count = (value: number | null) => (value === null ? '–' : formatCount(value))
  return [
    {
      id: 'patient',
      header: t('patient'),
      sortValue: ({ item }) => item.patient_label,
      cell: ({ item }) => (
        <Stack gap={0}>
          <span style={{ whiteSpace: 'nowrap' }}>{text(item.patient_label)}</span>
          {item.study_date && (
            <Text size="xs" c="dimmed">
              {formatDate(item.study_date)}
            </Text>
          )}
        </Stack>
      ),
    },
    {
      id: 'series',
      header: t('series'),
      sortValue: ({ item }) => item.series_description,
      cell: ({ item }) => text(item.series_description),
    },
    {
      id: 'modality',
      header: t('plan.key'),
      width: 100,
      sortValue: ({ item }) => item.modality_key ?? item.modality,
      cell: ({ item }) => text(item.modality_key ?? item.modality),
    },
    {
      id: 'region',
      header: t('region'),
      sortValue: ({ item }) => item.region_name,
      cell: ({ item }) => <RegionOf item={item} />,
    },
    {
      id: 'volume',
      header: t('volume'),
      numeric: true,
      width: 110,
      sortValue: ({ item }) => item.volume_mm3,
      cell: ({ item }) => (item.volume_mm3 === null ? '–' : formatNumber(item.volume_mm3 / mm3PerCm3, 3)),
    },
    {
      id: 'voxels',
      header: t('voxels'),
      numeric: true,
      width: 90,
      sortValue: ({ item }) => item.voxel_count,
      cell: ({ item }) => count(item.voxel_count),
    },
    {
      id: 'slices',
      header: t('slices'),
      numeric: true,
      width: 80,
      sortValue: ({ item }) => item.slice_count,
      cell: ({ item }) => count(item.slice_count),
    },
    {
      id: 'state',
      header: t('state'),
      width: 120,
      sortValue: ({ item }) => item.state,
      cell: ({ item }) => <ItemState item={item} />,
    },
    { id: 'why', header: t('plan.why'), cell: ({ item }) => <Why item={item} /> },
  ]
}

function RegionOf({ item }: { item: PlanItem }) {
  const t = useText()
  const from = [
    item.origin && t(`origins.${item.origin}`),
    item.reader_name,
    item.rule === 'combined' && t('plan.carriedOver'),
  ].filter(Boolean)
  return (
    <Stack gap={0}>
      <span>{item.region_name ?? '–'}</span>
      <Text size="xs" c="dimmed">
        {from.join(' · ')}
      </Text>
    </Stack>
  )
}

function ItemState({ item }: { item: PlanItem }) {
  const t = useText()
  if (item.state === 'skipped') return <StateBadge state="cancelled" label={t('plan.shown.skipped')} />
  if (item.warnings.length > 0) return <StateBadge state="stale" label={t('plan.shown.warned')} />
  return <StateBadge state="ready" label={t('plan.shown.ready')} />
}

function Why({ item }: { item: PlanItem }) {
  const remarks = [item.reason, ...item.warnings].filter((remark) => remark !== null)
  return (
    <Stack gap={2} py={remarks.length > 1 ? 4 : 0}>
      {remarks.map(({ code, message }) => (
        <Text key={code} size="sm">
          {message}
        </Text>
      ))}
    </Stack>
  )
}
