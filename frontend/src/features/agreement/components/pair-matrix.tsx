import { Group, Select, Text } from '@mantine/core'
import { useCallback, useMemo, useState } from 'react'
import { Chart, type ChartColors } from '@/components/chart'
import type { Column } from '@/components/data-table'
import { Panel } from '@/components/panel'
import { formatCount } from '@/lib/format'
import type { Results, Value } from '../api'
import { useText } from '../messages'
import { isOfPair, shownValue, useNames } from '../names'
import { Figure, Interval } from './figures'

const kindOf = (of: Value) => [of.formula, of.label ?? '', of.measure ?? ''].join('|')
const hasOwnScale = new Set(['hd95', 'false_positives_per_case', 'bland_altman_bias'])
const isDirected = new Set(['sensitivity', 'false_positives_per_case', 'bland_altman_bias'])
const isNoMatrix = new Set(['bland_altman_lower_limit', 'bland_altman_upper_limit'])

/** One measure of one label, reader by reader. */
export function PairMatrix({ results }: { results: Results }) {
  const t = useText()
  const names = useNames(results)
  const pairs = useMemo(
    () => results.values.filter((value) => isOfPair(value) && !isNoMatrix.has(value.formula)),
    [results.values],
  )
  const kinds = useMemo(() => [...new Map(pairs.map((value) => [kindOf(value), value])).values()], [pairs])
  const [kind, setKind] = useState<string | null>(null)
  const chosen = kind ?? (kinds[0] && kindOf(kinds[0])) ?? ''
  const values = useMemo(() => pairs.filter((value) => kindOf(value) === chosen), [pairs, chosen])
  if (kinds.length === 0) return null
  return (
    <>
      <Group>
        <Select
          label={t('ofWhat')}
          data={kinds.map((value) => ({
            value: kindOf(value),
            label: `${names.formula(value.formula)} · ${names.what(value)}`,
          }))}
          value={chosen}
          onChange={(picked) => setKind(picked)}
          allowDeselect={false}
          searchable
          w={420}
        />
      </Group>
      {values.length > 0 ? (
        <Matrix results={results} values={values} />
      ) : (
        <Panel>
          <Text size="sm">{t('noPair')}</Text>
        </Panel>
      )}
    </>
  )
}

function Matrix({ results, values }: { results: Results; values: readonly Value[] }) {
  const t = useText()
  const names = useNames(results)
  const formula = values[0]?.formula ?? 'percent'
  const keys = useMemo(
    () =>
      results.raters
        .map((rater) => rater.key)
        .filter((key) => values.some((v) => v.first === key || v.second === key)),
    [results.raters, values],
  )
  const title = `${t('pairs')} ${names.formula(formula)}`
  const { rater } = names
  const option = useCallback(
    (colors: ChartColors) => matrixOption(keys, values, rater, colors),
    // eslint-disable-next-line react-hooks/exhaustive-deps -- names follow from the results
    [keys, values],
  )
  const columns: Column<Value>[] = [
    {
      id: 'first',
      header: t('first'),
      cell: (of) => names.rater(of.first),
      sortValue: (of) => names.rater(of.first),
    },
    {
      id: 'second',
      header: t('second'),
      cell: (of) => names.rater(of.second),
      sortValue: (of) => names.rater(of.second),
    },
    {
      id: 'value',
      header: t('value'),
      numeric: true,
      cell: (of) => <Figure of={of} names={names} />,
      sortValue: (of) => of.value,
    },
    {
      id: 'interval',
      header: t('interval'),
      numeric: true,
      cell: (of) => <Interval of={of} names={names} />,
    },
    { id: 'cases', header: t('cases'), numeric: true, cell: (of) => formatCount(of.case_count) },
  ]
  return (
    <Chart
      title={title}
      height={Math.max(220, keys.length * 52 + 120)}
      option={option}
      rows={values}
      columns={columns}
      rowKey={(of) => `${of.first ?? ''}|${of.second ?? ''}`}
      csv={(of) => [rater(of.first), rater(of.second), of.value, names.interval(of), of.case_count]}
    />
  )
}

function matrixOption(
  keys: readonly string[],
  values: readonly Value[],
  name: (key: string | null) => string,
  colors: ChartColors,
) {
  const formula = values[0]?.formula ?? ''
  const cell = (of: Value, x: string | null, y: string | null) => [
    keys.indexOf(x ?? ''),
    keys.indexOf(y ?? ''),
    of.value,
  ]
  const known = values.filter((of) => of.value !== null)
  const data = known.flatMap((of) =>
    isDirected.has(formula)
      ? [cell(of, of.second, of.first)]
      : [cell(of, of.second, of.first), cell(of, of.first, of.second)],
  )
  const found = known.map((of) => of.value ?? 0)
  const range = hasOwnScale.has(formula)
    ? { min: Math.min(0, ...found), max: Math.max(...found, Number.EPSILON) }
    : { min: Math.min(0, ...found), max: 1 }
  const axis = {
    type: 'category',
    data: keys.map(name),
    axisLabel: { color: colors.text, width: 120, overflow: 'truncate' },
    axisLine: { lineStyle: { color: colors.line } },
    splitArea: { show: false },
  }
  return {
    aria: { enabled: true },
    grid: { left: 140, right: 24, top: 16, bottom: 84 },
    xAxis: axis,
    yAxis: { ...axis, inverse: true },
    tooltip: {
      formatter: ({ value: [x, y, value] }: { value: [number, number, number] }) =>
        `${escaped(name(keys[y] ?? null))} · ${escaped(name(keys[x] ?? null))}: ${String(value)}`,
    },
    visualMap: {
      ...range,
      calculable: false,
      orient: 'horizontal',
      left: 'center',
      bottom: 0,
      itemHeight: 160,
      text: [shownValue(range.max), shownValue(range.min)],
      textStyle: { color: colors.text },
      // Cividis: read alike by people with any colour vision.
      inRange: { color: ['#00224e', '#575d6d', '#a59c74', '#fee838'] },
    },
    series: [
      {
        type: 'heatmap',
        data: data.map((value) => ({ value, label: { color: inkOn(value[2] ?? 0, range) } })),
        label: {
          show: keys.length <= 12,
          fontSize: 13,
          formatter: ({ value }: { value: [number, number, number] }) => shownValue(value[2]),
        },
        itemStyle: { borderColor: colors.surface, borderWidth: 2 },
      },
    ],
  }
}

/** Dark on the light half of the scale, light on the dark one. */
const inkOn = (value: number, { min, max }: { min: number; max: number }) =>
  (value - min) / (max - min) > 0.45 ? '#000000' : '#ffffff'

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
