import { Select } from '@mantine/core'
import { useState } from 'react'
import type { Column } from '@/components/data-table'
import { DataTable } from '@/components/data-table'
import { Panel } from '@/components/panel'
import { formatCount } from '@/lib/format'
import type { Results, Value } from '../api'
import { useText } from '../messages'
import { useNames } from '../names'
import { Figure, Interval } from './figures'

interface ValueTableProps {
  title: string
  results: Results
  values: readonly Value[]
  /** Who the values are of, where they are of one reader each. */
  withReader?: boolean
}

/** Values with their intervals, one measure a line; of one label or all. */
export function ValueTable({ title, results, values, withReader = false }: ValueTableProps) {
  const t = useText()
  const names = useNames(results)
  const [label, setLabel] = useState('')
  const shown = values.filter((value) => label === '' || (value.label ?? 'answer') === label)
  const labels = [...new Set(values.map((value) => value.label))]
  const reader: Column<Value> = {
    id: 'reader',
    header: t('reader'),
    cell: (of) => names.rater(of.first),
    sortValue: (of) => names.rater(of.first),
  }
  const hasIntervals = !withReader || values.some((value) => value.low !== null)
  const interval: Column<Value> = {
    id: 'interval',
    header: t('interval'),
    numeric: true,
    cell: (of) => <Interval of={of} names={names} />,
  }
  const columns: Column<Value>[] = [
    ...(withReader ? [reader] : []),
    {
      id: 'what',
      header: t('label'),
      cell: (of) => names.what(of),
      sortValue: (of) => names.what(of),
    },
    {
      id: 'formula',
      header: t('formula'),
      cell: (of) => names.formula(of.formula),
      sortValue: (of) => names.formula(of.formula),
    },
    {
      id: 'value',
      header: t('value'),
      numeric: true,
      cell: (of) => <Figure of={of} names={names} />,
      sortValue: (of) => of.value,
    },
    ...(hasIntervals ? [interval] : []),
    { id: 'unit', header: t('unit'), cell: (of) => of.unit ?? '' },
    {
      id: 'cases',
      header: t('cases'),
      numeric: true,
      cell: (of) => formatCount(of.case_count),
      sortValue: (of) => of.case_count,
    },
  ]
  return (
    <Panel
      title={title}
      flush
      actions={
        labels.length > 1 && (
          <Select
            size="xs"
            aria-label={t('labels')}
            value={label}
            onChange={(chosen) => setLabel(chosen ?? '')}
            data={[
              { value: '', label: t('allLabels') },
              ...labels.map((id) => ({ value: id ?? 'answer', label: names.label(id) })),
            ]}
            allowDeselect={false}
          />
        )
      }
    >
      <DataTable
        label={title}
        columns={columns}
        rows={shown}
        rowKey={(of) => [of.formula, of.label, of.measure, of.round, of.first].join('|')}
      />
    </Panel>
  )
}
