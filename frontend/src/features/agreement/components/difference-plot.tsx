import { Group, Select } from '@mantine/core'
import { useCallback, useMemo, useState } from 'react'
import { Chart, type ChartColors } from '@/components/chart'
import type { Column } from '@/components/data-table'
import { formatCount } from '@/lib/format'
import type { Formula, Plot, Results } from '../api'
import { useText } from '../messages'
import { shownValue, useNames } from '../names'

interface Point {
  sample: number
  mean: number
  difference: number
}

/** Bland–Altman: does the difference of two readers depend on how large the thing is? */
export function DifferencePlot({ results }: { results: Results }) {
  const t = useText()
  const names = useNames(results)
  const [chosen, setChosen] = useState('0')
  // Those that say the most come first.
  const plots = useMemo(
    () => [...results.plots].sort((a, b) => b.cases.length - a.cases.length),
    [results.plots],
  )
  const plot = plots[Number(chosen)] ?? plots[0]
  if (!plot) return null
  const title = (of: Plot) =>
    t('plotOf', { what: names.what(of), first: names.rater(of.first), second: names.rater(of.second) })
  return (
    <>
      <Group>
        <Select
          label={t('bland')}
          data={plots.map((of, index) => ({ value: String(index), label: title(of) }))}
          value={chosen}
          onChange={(picked) => setChosen(picked ?? '0')}
          allowDeselect={false}
          searchable
          w={520}
        />
      </Group>
      <ThePlot key={chosen} plot={plot} results={results} title={title(plot)} />
    </>
  )
}

function ThePlot({ plot, results, title }: { plot: Plot; results: Results; title: string }) {
  const t = useText()
  const points = useMemo<Point[]>(
    () =>
      plot.cases.map((sample, index) => ({
        sample,
        mean: plot.means[index] ?? 0,
        difference: plot.differences[index] ?? 0,
      })),
    [plot],
  )
  const lines = useMemo(() => linesOf(plot, results), [plot, results])
  const [mean, difference, bias, limit] = [t('mean'), t('difference'), t('bias'), t('limit')]
  const sample = t('sample')
  const option = useCallback(
    (colors: ChartColors) => plotOption(points, lines, { mean, difference, bias, limit, sample }, colors),
    [points, lines, mean, difference, bias, limit, sample],
  )
  const columns: Column<Point>[] = [
    {
      id: 'sample',
      header: t('sample'),
      numeric: true,
      cell: (point) => formatCount(point.sample),
      sortValue: (point) => point.sample,
    },
    {
      id: 'mean',
      header: mean,
      numeric: true,
      cell: (p) => <span title={String(p.mean)}>{shownValue(p.mean)}</span>,
      sortValue: (p) => p.mean,
    },
    {
      id: 'difference',
      header: difference,
      numeric: true,
      cell: (p) => <span title={String(p.difference)}>{shownValue(p.difference)}</span>,
      sortValue: (p) => p.difference,
    },
  ]
  return (
    <Chart
      title={title}
      note={`n = ${formatCount(points.length)}`}
      option={option}
      rows={points}
      columns={columns}
      rowKey={(point) => String(point.sample)}
      csv={(point) => [point.sample, point.mean, point.difference]}
    />
  )
}

type Lines = Record<'bias' | 'lower' | 'upper', number | null>

function linesOf(plot: Plot, results: Results): Lines {
  const value = (formula: Formula) =>
    results.values.find(
      (of) =>
        of.formula === formula &&
        of.label === plot.label &&
        of.measure === plot.measure &&
        of.first === plot.first &&
        of.second === plot.second,
    )?.value ?? null
  return {
    bias: value('bland_altman_bias'),
    lower: value('bland_altman_lower_limit'),
    upper: value('bland_altman_upper_limit'),
  }
}

function plotOption(
  points: readonly Point[],
  lines: Lines,
  words: Record<'mean' | 'difference' | 'bias' | 'limit' | 'sample', string>,
  colors: ChartColors,
) {
  const axis = (name: string) => ({
    type: 'value',
    name,
    nameLocation: 'middle',
    nameGap: 36,
    scale: true,
    nameTextStyle: { color: colors.text },
    axisLabel: { color: colors.text },
    splitLine: { lineStyle: { color: colors.line, opacity: 0.5 } },
  })
  const line = (y: number | null, name: string, type: string) =>
    y === null ? [] : [{ yAxis: y, name, lineStyle: { type, color: colors.text } }]
  return {
    aria: { enabled: true },
    grid: { left: 72, right: 150, top: 16, bottom: 56 },
    xAxis: axis(words.mean),
    yAxis: axis(words.difference),
    tooltip: {
      formatter: ({ value: [x, y, sample] }: { value: [number, number, number] }) =>
        `${words.sample} ${String(sample)}<br>${words.mean}: ${String(x)}<br>${words.difference}: ${String(y)}`,
    },
    series: [
      {
        type: 'scatter',
        large: points.length > 2_000,
        symbolSize: 8,
        itemStyle: { color: colors.accent, opacity: 0.75 },
        data: points.map((point) => [point.mean, point.difference, point.sample]),
        markLine: {
          symbol: 'none',
          silent: true,
          label: {
            color: colors.text,
            formatter: ({ name, value }: { name: string; value: number }) => `${name} ${shownValue(value)}`,
          },
          data: [
            ...line(lines.bias, words.bias, 'solid'),
            ...line(lines.lower, words.limit, 'dashed'),
            ...line(lines.upper, words.limit, 'dashed'),
          ],
        },
      },
    ],
  }
}
