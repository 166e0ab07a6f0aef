import { useCallback, useMemo } from 'react'
import type { components } from '@/api/schema'
import { Chart, type ChartColors } from '@/components/chart'
import type { Column } from '@/components/data-table'
import { formatCount, formatPercent } from '@/lib/format'
import { labelColors } from '@/lib/palette'
import { driftRows, driftSeries, STEADY, type DriftRow, type DriftSeries, type Purpose } from '../drift'
import { useText } from '../messages'

interface DriftChartProps {
  readers: readonly components['schemas']['ReaderDrift'][]
  purpose: Purpose
}

/** How alike each case was to what it is held against, reader by reader; nothing where there is none. */
export function DriftChart({ readers, purpose }: DriftChartProps) {
  const t = useText()
  const columns = useColumns()
  const series = useMemo(() => driftSeries(readers, purpose), [readers, purpose])
  const rows = driftRows(readers).filter((row) => row.purpose === purpose)
  const [order, likeness] = [t('order'), t('likeness')]
  const option = useCallback(
    (colors: ChartColors) => chartOption(series, { order, likeness }, colors),
    [series, order, likeness],
  )
  if (rows.length === 0) return null
  const count = rows.reduce((sum, row) => sum + row.count, 0)
  return (
    <Chart
      title={t(purpose === 'control' ? 'driftOfControls' : 'driftOfRepeats')}
      note={t('driftNote', { count: formatCount(count), steady: STEADY })}
      height={260}
      option={option}
      rows={rows}
      columns={columns}
      rowKey={(row) => row.key}
      csv={(row) => [row.name, row.count, row.mean, row.earlier, row.later]}
    />
  )
}

const marks = ['circle', 'rect', 'triangle', 'diamond']

function chartOption(
  series: readonly DriftSeries[],
  words: { order: string; likeness: string },
  colors: ChartColors,
) {
  const axis = (name: string, nameGap: number) => ({
    type: 'value',
    name,
    nameLocation: 'middle',
    nameGap,
    nameTextStyle: { color: colors.text },
    axisLabel: { color: colors.text },
    splitLine: { lineStyle: { color: colors.line, opacity: 0.5 } },
  })
  return {
    aria: { enabled: true },
    grid: { left: 64, right: 180, top: 16, bottom: 52 },
    xAxis: { ...axis(words.order, 30), min: 1, minInterval: 1, splitLine: { show: false } },
    yAxis: { ...axis(words.likeness, 40), min: 0, max: 100 },
    tooltip: {
      formatter: ({ seriesName, value }: { seriesName: string; value: [number, number] }) =>
        `${escaped(seriesName)}, ${String(value[0])}: ${value[1].toFixed(1)} %`,
    },
    series: series.flatMap(({ name, likenesses, means }, index) => {
      const look = { itemStyle: { color: labelColors[index % labelColors.length] }, symbol: marks[index % 4] }
      const placed = (values: readonly number[]) => values.map((value, at) => [at + 1, value * 100])
      return [
        { ...look, type: 'scatter', name, symbolSize: 8, data: placed(likenesses) },
        {
          ...look,
          type: 'line',
          name,
          showSymbol: false,
          endLabel: { show: true, formatter: name, color: colors.text, width: 160, overflow: 'truncate' },
          labelLayout: { moveOverlap: 'shiftY' },
          lineStyle: { width: 2, color: look.itemStyle.color },
          data: placed(means),
        },
      ]
    }),
  }
}

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')

function useColumns(): Column<DriftRow>[] {
  const t = useText()
  const share = (id: string, header: string, of: (row: DriftRow) => number | null): Column<DriftRow> => ({
    id,
    header,
    width: 140,
    numeric: true,
    sortValue: (row) => of(row) ?? undefined,
    cell: (row) => {
      const value = of(row)
      return value === null ? '–' : formatPercent(value, 1)
    },
  })
  return [
    { id: 'reader', header: t('reader'), sortValue: (row) => row.name, cell: (row) => row.name },
    {
      id: 'count',
      header: t('count'),
      width: 90,
      numeric: true,
      sortValue: (row) => row.count,
      cell: (row) => formatCount(row.count),
    },
    share('mean', t('mean'), (row) => row.mean),
    share('earlier', t('earlier'), (row) => row.earlier),
    share('later', t('later'), (row) => row.later),
  ]
}
