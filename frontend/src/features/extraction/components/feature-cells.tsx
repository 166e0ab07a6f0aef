import { Group, UnstyledButton } from '@mantine/core'
import { IconAlertTriangle, IconArrowDown, IconArrowUp } from '@tabler/icons-react'
import type { FeatureRow } from '@/api/types'
import type { Order } from '@/components/table-order'
import { formatValue } from '@/lib/format'
import { useText } from '../messages'
import classes from './feature-grid.module.css'

interface FeatureValueProps {
  name: string
  /** Null: not computable; undefined: on its way. */
  value: number | null | undefined
  /** Why there is no value. */
  reason: string | undefined
  onShow: () => void
}

/** A value of six digits; the full one on it. What is not computable says so, and why. */
export function FeatureValue({ name, value, reason, onShow }: FeatureValueProps) {
  const t = useText()
  if (value === undefined) return <span aria-hidden>…</span>
  if (value !== null) return <span title={String(value)}>{formatValue(value)}</span>
  const why = reason ?? t('noReason')
  return (
    <UnstyledButton
      className={classes['missing']}
      title={t('missingBecause', { reason: why })}
      // It begins with what is seen, so that it can be said to be pressed.
      aria-label={`${t('missingShort')}, ${t('missingValue', { name, reason: why })}`}
      onClick={onShow}
    >
      {t('missingShort')}
    </UnstyledButton>
  )
}

/** The region of a row; a press says all about it. Values of a region that has changed are marked. */
export function RegionCell({ row, onShow }: { row: FeatureRow; onShow: () => void }) {
  const t = useText()
  const wholeName = [row.region_name, row.reader_name].filter(Boolean).join(', ')
  return (
    <UnstyledButton className={classes['open']} onClick={onShow} title={wholeName}>
      <Group gap={6} wrap="nowrap" component="span">
        <span className={classes['name']}>{row.region_name}</span>
        {row.is_stale && (
          <span className={classes['stale']}>
            <IconAlertTriangle size={14} aria-hidden />
            {t('staleShort')}
          </span>
        )}
      </Group>
      {row.reader_name && <span className={classes['reader']}>{row.reader_name}</span>}
    </UnstyledButton>
  )
}

interface SortButtonProps {
  label: string
  /** Stands over the label. */
  group?: string
  /** The whole name, where label and group are only parts of it. */
  name?: string
  order: Order | null
  onSort: () => void
}

export function SortButton({ label, group, name, order, onSort }: SortButtonProps) {
  const Arrow = order?.descending ? IconArrowDown : IconArrowUp
  return (
    <UnstyledButton className={classes['sort']} onClick={onSort} title={name}>
      {group && <span className={classes['group']}>{group}</span>}
      <span className={classes['label']}>
        {order && <Arrow size={14} aria-hidden />}
        {label}
      </span>
    </UnstyledButton>
  )
}

export function sortOf(order: Order | null, column: string) {
  if (order?.column !== column) return undefined
  return order.descending ? 'descending' : 'ascending'
}
