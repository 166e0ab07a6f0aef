import { Table, UnstyledButton, VisuallyHidden } from '@mantine/core'
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react'
import { useText } from './messages'
import type { Order } from './table-order'
import classes from './data-table.module.css'

interface ColumnHeaderProps {
  /** Without a header it is a column of buttons. */
  column: { id: string; header: string; numeric?: boolean; width?: number | string }
  order: Order | null
  onSort: (() => void) | undefined
}

export function ColumnHeader({ column, order, onSort }: ColumnHeaderProps) {
  const t = useText()
  const isSorted = order?.column === column.id
  const direction = order?.descending ? 'descending' : 'ascending'
  const Arrow = order?.descending ? IconArrowDown : IconArrowUp
  return (
    <Table.Th
      scope="col"
      w={column.width}
      data-numeric={column.numeric}
      aria-sort={isSorted ? direction : undefined}
    >
      {onSort ? (
        <UnstyledButton className={classes['sort']} onClick={onSort}>
          {column.header}
          {isSorted && <Arrow size={14} aria-hidden />}
        </UnstyledButton>
      ) : (
        column.header || <VisuallyHidden>{t('actions')}</VisuallyHidden>
      )}
    </Table.Th>
  )
}
