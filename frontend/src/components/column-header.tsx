import { Table, UnstyledButton } from '@mantine/core'
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react'
import type { Order } from './table-order'
import classes from './data-table.module.css'

interface ColumnHeaderProps {
  column: { id: string; header: string; numeric?: boolean; width?: number | string }
  order: Order | null
  onSort: (() => void) | undefined
}

export function ColumnHeader({ column, order, onSort }: ColumnHeaderProps) {
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
        column.header
      )}
    </Table.Th>
  )
}
