import { useVirtualizer } from '@tanstack/react-virtual'
import { useMemo, useRef } from 'react'
import type { FeatureColumn, FeatureRow, FeatureTable } from '@/api/types'
import { nextOrder, readOrder } from '@/components/table-order'
import { useListSearch } from '@/components/use-list-search'
import { positionsOf } from '../feature-lookup'
import { useText } from '../messages'
import { FeatureValue, RegionCell, SortButton, sortOf } from './feature-cells'
import classes from './feature-grid.module.css'

const fixed = ['patient', 'modality', 'region'] as const
const letter = { small: 6.4, name: 7 }

interface FeatureGridProps {
  table: FeatureTable
  /** The columns to show. */
  shown: readonly FeatureColumn[]
  /** Those that the rows of one region say more about. */
  onShow: (row: FeatureRow) => void
}

/** Wide tables: the first columns stay, and of the others only those in sight are drawn. The server sorts. */
export function FeatureGrid({ table, shown, onShow }: FeatureGridProps) {
  const t = useText()
  const { sort, change } = useListSearch()
  const frame = useRef<HTMLDivElement>(null)
  const order = readOrder(sort)
  const places = useMemo(() => positionsOf(table), [table])
  // eslint-disable-next-line react-hooks/incompatible-library -- the columns are drawn by this component alone
  const columns = useVirtualizer({
    horizontal: true,
    count: shown.length,
    getScrollElement: () => frame.current,
    estimateSize: (index) => widthOf(shown[index]),
    getItemKey: (index) => shown[index]?.name ?? index,
    overscan: 4,
  })
  const inSight = columns.getVirtualItems().flatMap((item) => {
    const column = shown[item.index]
    return column ? [{ ...item, column }] : []
  })
  const before = inSight[0]?.start ?? 0
  const after = columns.getTotalSize() - (inSight.at(-1)?.end ?? 0)
  const sortBy = (id: string) => change({ sort: nextOrder(order, id), page: undefined })
  const orderOf = (id: string) => (order?.column === id ? order : null)
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
                <SortButton label={t(id)} order={orderOf(id)} onSort={() => sortBy(id)} />
              </th>
            ))}
            <th aria-hidden className={classes['gap']} style={{ minWidth: before }} />
            {inSight.map(({ key, size, index, column }) => (
              <th
                key={key}
                scope="col"
                style={{ minWidth: size }}
                aria-colindex={index + fixed.length + 1}
                aria-sort={sortOf(order, column.name)}
              >
                <SortButton
                  label={column.feature}
                  group={groupOf(column)}
                  name={column.name}
                  order={orderOf(column.name)}
                  onSort={() => sortBy(column.name)}
                />
              </th>
            ))}
            <th aria-hidden className={classes['gap']} style={{ minWidth: after }} />
          </tr>
        </thead>
        <tbody>
          {table.items.map((row) => (
            <tr key={row.task_id}>
              <td className={classes['patient']}>{row.patient_label}</td>
              <td className={classes['modality']}>{row.modality_key}</td>
              <th scope="row" className={classes['region']}>
                <RegionCell row={row} onShow={() => onShow(row)} />
              </th>
              <td aria-hidden className={classes['gap']} />
              {inSight.map(({ key, column: { name } }) => (
                <td key={key}>
                  <FeatureValue
                    name={name}
                    value={valueOf(row, places.get(name))}
                    reason={row.reasons[name]}
                    onShow={() => onShow(row)}
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

/** Undefined while it is on its way. */
const valueOf = (row: FeatureRow, place: number | undefined) =>
  place === undefined ? undefined : row.values[place]

const groupOf = ({ image_type: type, feature_class: kind }: FeatureColumn) =>
  [type, kind].filter(Boolean).join(' · ')

function widthOf(column: FeatureColumn | undefined): number {
  if (!column) return 0
  const widest = Math.max(groupOf(column).length * letter.small, column.feature.length * letter.name)
  return Math.max(112, Math.ceil(widest) + 44)
}
