import { useVirtualizer } from '@tanstack/react-virtual'
import { useMemo, useRef } from 'react'
import type { FeatureTable } from '@/api/types'
import { nextOrder, readOrder } from '@/components/table-order'
import { useListSearch } from '@/components/use-list-search'
import { useText } from '../messages'
import { sortedFeatures } from '../sorted-features'
import { FeatureValue, SortButton, sortOf } from './feature-cells'
import classes from './feature-grid.module.css'

const fixed = ['patient', 'modality', 'region'] as const
const charWidth = 7.4

interface FeatureGridProps {
  table: FeatureTable
  /** The positions of the columns to show. */
  shown: number[]
}

/** Wide tables: the first columns stay, and of the others only those in sight are drawn. */
export function FeatureGrid({ table, shown }: FeatureGridProps) {
  const t = useText()
  const { sort, change } = useListSearch()
  const frame = useRef<HTMLDivElement>(null)
  const order = readOrder(sort)
  const rows = useMemo(() => sortedFeatures(table, readOrder(sort)), [table, sort])
  // eslint-disable-next-line react-hooks/incompatible-library -- the columns are drawn by this component alone
  const columns = useVirtualizer({
    horizontal: true,
    count: shown.length,
    getScrollElement: () => frame.current,
    estimateSize: (index) => Math.max(112, (table.columns[shown[index] ?? 0]?.length ?? 0) * charWidth + 36),
    getItemKey: (index) => shown[index] ?? index,
    overscan: 4,
  })
  const inSight = columns.getVirtualItems()
  const before = inSight[0]?.start ?? 0
  const after = columns.getTotalSize() - (inSight.at(-1)?.end ?? 0)
  const header = (id: string, label: string) => (
    <SortButton
      label={label}
      order={order?.column === id ? order : null}
      onSort={() => change({ sort: nextOrder(order, id) })}
    />
  )
  return (
    <div ref={frame} className={classes['frame']} tabIndex={0} role="region" aria-label={t('featureTable')}>
      <table
        className={classes['table']}
        aria-label={t('features')}
        aria-colcount={shown.length + fixed.length}
      >
        <thead>
          <tr>
            {fixed.map((id) => (
              <th key={id} scope="col" className={classes[id]} aria-sort={sortOf(order, id)}>
                {header(id, t(id))}
              </th>
            ))}
            <th aria-hidden className={classes['gap']} style={{ minWidth: before }} />
            {inSight.map(({ index, key, size }) => {
              const name = table.columns[shown[index] ?? 0] ?? ''
              return (
                <th key={key} scope="col" style={{ minWidth: size }} aria-sort={sortOf(order, name)}>
                  {header(name, name)}
                </th>
              )
            })}
            <th aria-hidden className={classes['gap']} style={{ minWidth: after }} />
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.task_id}>
              <td className={classes['patient']}>{row.patient_label}</td>
              <td className={classes['modality']}>{row.modality}</td>
              <th scope="row" className={classes['region']}>
                {row.region_name}
              </th>
              <td aria-hidden className={classes['gap']} />
              {inSight.map(({ index, key }) => (
                <td key={key}>
                  <FeatureValue
                    value={row.values[shown[index] ?? 0]}
                    reason={row.reasons[table.columns[shown[index] ?? 0] ?? '']}
                  />
                </td>
              ))}
              <td aria-hidden className={classes['gap']} />
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
