import { Button, Group, Menu, SegmentedControl, Skeleton, useComputedColorScheme } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import type { EChartsCoreOption, EChartsType } from 'echarts/core'
import { useEffect, useMemo, useRef, useState } from 'react'
import { toCsv } from '@/lib/csv'
import { saveFile } from '@/lib/save-file'
import classes from './chart.module.css'
import { DataTable, type Column } from './data-table'
import { useText } from './messages'
import { Panel } from './panel'

export interface ChartColors {
  text: string
  line: string
  surface: string
  accent: string
}

const colorsOf = {
  light: { text: '#343a40', line: '#ced4da', surface: '#ffffff', accent: '#0b7285' },
  dark: { text: '#ced4da', line: '#495057', surface: '#1f2329', accent: '#3bc9db' },
} satisfies Record<'light' | 'dark', ChartColors>

interface ChartProps<Row> {
  /** The question that it answers. */
  title: string
  note?: string
  height?: number
  option: (colors: ChartColors) => EChartsCoreOption
  /** The same as a table, for those who cannot see it, and for spreadsheets. */
  rows: readonly Row[]
  columns: Column<Row>[]
  rowKey: (row: Row) => string
  csv: (row: Row) => (string | number | null)[]
}

/** A chart, or its numbers as a table; to be kept as PNG, SVG or CSV. */
export function Chart<Row>({
  title,
  note,
  height = 360,
  option,
  rows,
  columns,
  rowKey,
  csv,
}: ChartProps<Row>) {
  const t = useText()
  const [view, setView] = useState<'chart' | 'table'>('chart')
  const saveTable = () =>
    saveFile(`${title}.csv`, toCsv([columns.map((column) => column.header), ...rows.map(csv)]), 'text/csv')
  return (
    <Panel
      title={title}
      note={note}
      flush={view === 'table'}
      actions={
        <Group gap="sm">
          <SegmentedControl
            size="xs"
            aria-label={t('chart.view', { title })}
            value={view}
            onChange={(chosen) => setView(chosen)}
            data={[
              { value: 'chart', label: t('chart.chart') },
              { value: 'table', label: t('chart.table') },
            ]}
          />
          <SaveMenu title={title} option={option} height={height} onSaveTable={saveTable} />
        </Group>
      }
    >
      {view === 'chart' ? (
        <Plot title={title} option={option} height={height} />
      ) : (
        <DataTable label={title} columns={columns} rows={rows} rowKey={rowKey} />
      )}
    </Panel>
  )
}

function Plot({ title, option, height }: Pick<ChartProps<unknown>, 'title' | 'option'> & { height: number }) {
  const t = useText()
  const scheme = useComputedColorScheme('light')
  const place = useRef<HTMLDivElement>(null)
  const chart = useRef<EChartsType | null>(null)
  const [isReady, setIsReady] = useState(false)
  const drawn = useMemo(() => option(colorsOf[scheme]), [option, scheme])
  useEffect(() => {
    let isOver = false
    let watching: ResizeObserver | undefined
    void import('./echarts').then(({ init }) => {
      if (isOver || !place.current) return
      const made = init(place.current, undefined, { renderer: 'canvas' })
      chart.current = made
      watching = new ResizeObserver(() => made.resize())
      watching.observe(place.current)
      setIsReady(true)
    })
    return () => {
      isOver = true
      watching?.disconnect()
      chart.current?.dispose()
      chart.current = null
    }
  }, [])
  useEffect(() => {
    if (isReady) chart.current?.setOption(withManners(drawn), { notMerge: true })
  }, [drawn, isReady])
  return (
    <>
      {!isReady && <Skeleton height={height} />}
      <div
        ref={place}
        role="img"
        aria-label={t('chart.label', { title })}
        className={classes['plot']}
        style={{ height: isReady ? height : 1 }}
      />
    </>
  )
}

const withManners = (option: EChartsCoreOption): EChartsCoreOption => ({ animation: false, ...option })

interface SaveMenuProps {
  title: string
  option: (colors: ChartColors) => EChartsCoreOption
  height: number
  onSaveTable: () => void
}

/** Pictures are drawn anew for paper: on white, whatever the page looks like. */
function SaveMenu({ title, option, height, onSaveTable }: SaveMenuProps) {
  const t = useText()
  const draw = async (renderer: 'canvas' | 'svg') => {
    const { init } = await import('./echarts')
    const chart = init(null, undefined, { renderer: 'svg', ssr: true, width: 960, height: height * 1.2 })
    chart.setOption(withManners({ backgroundColor: '#ffffff', ...option(colorsOf.light) }))
    const svg = chart.renderToSVGString()
    chart.dispose()
    if (renderer === 'svg') saveFile(`${title}.svg`, svg, 'image/svg+xml')
    else saveFile(`${title}.png`, await toPng(svg, 960, height * 1.2), 'image/png')
  }
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button
          size="xs"
          variant="default"
          leftSection={<IconDownload size={14} aria-hidden />}
          aria-label={t('chart.saveOf', { title })}
        >
          {t('chart.save')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => void draw('canvas')}>PNG</Menu.Item>
        <Menu.Item onClick={() => void draw('svg')}>SVG</Menu.Item>
        <Menu.Item onClick={onSaveTable}>CSV</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

async function toPng(svg: string, width: number, height: number): Promise<Blob> {
  const picture = new Image()
  const address = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }))
  picture.src = address
  await picture.decode()
  URL.revokeObjectURL(address)
  const canvas = document.createElement('canvas')
  canvas.width = width * 2
  canvas.height = height * 2
  canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height)
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('no picture'))), 'image/png'),
  )
}
