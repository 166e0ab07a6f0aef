import { UnstyledButton } from '@mantine/core'
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react'
import type { Order } from '@/components/table-order'
import { formatValue } from '@/lib/format'
import { useText } from '../messages'
import classes from './feature-grid.module.css'

interface FeatureValueProps {
  value: number | null | undefined
  /** Why there is no value. */
  reason: string | undefined
}

export function FeatureValue({ value, reason }: FeatureValueProps) {
  const t = useText()
  const isMissing = value === null || value === undefined
  return <span title={isMissing ? (reason ?? t('missing')) : String(value)}>{formatValue(value)}</span>
}

interface SortButtonProps {
  label: string
  order: Order | null
  onSort: () => void
}

export function SortButton({ label, order, onSort }: SortButtonProps) {
  const Arrow = order?.descending ? IconArrowDown : IconArrowUp
  return (
    <UnstyledButton className={classes['sort']} onClick={onSort}>
      {label}
      {order && <Arrow size={14} aria-hidden />}
    </UnstyledButton>
  )
}

export function sortOf(order: Order | null, column: string) {
  if (order?.column !== column) return undefined
  return order.descending ? 'descending' : 'ascending'
}
