import { Table } from '@mantine/core'
import type { KeyboardEvent, MouseEvent, ReactNode } from 'react'
import classes from './data-table.module.css'
import { ColumnHeader } from './column-header'
import { nextOrder, readOrder, sortRows, type SortValue } from './table-order'
import { useListSearch } from './use-list-search'

export interface Column<Row> {
  id: string
  header: string
  cell: (row: Row) => ReactNode
  /** Numbers stand to the right; the unit is in the header. */
  numeric?: boolean
  width?: number | string
  /** Makes the column sortable. */
  sortValue?: (row: Row) => SortValue
}

interface DataTableProps<Row> {
  label: string
  columns: Column<Row>[]
  rows: readonly Row[]
  rowKey: (row: Row) => string
  /** A click on a row, or Enter. */
  onOpen?: (row: Row) => void
  /** Sorting is offered only where all rows are here: one page of many has no true order. */
  isWhole?: boolean
}

/** Rows of 36 pixels: arrow keys walk them, Enter opens. */
export function DataTable<Row>({
  label,
  columns,
  rows,
  rowKey,
  onOpen,
  isWhole = true,
}: DataTableProps<Row>) {
  const search = useListSearch()
  const order = isWhole ? readOrder(search.sort) : null
  const by = order && columns.find((column) => column.id === order.column)?.sortValue
  const sorted = order && by ? sortRows(rows, by, order.descending) : rows
  const sort = (column: string) => search.change({ sort: nextOrder(order, column) })
  return (
    <Table.ScrollContainer minWidth={0} type="native">
      <Table className={classes['table']} aria-label={label}>
        <Table.Thead>
          <Table.Tr>
            {columns.map((column) => (
              <ColumnHeader
                key={column.id}
                column={column}
                order={order}
                onSort={isWhole && column.sortValue ? () => sort(column.id) : undefined}
              />
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody onKeyDown={walkRows}>
          {sorted.map((row, index) => (
            <Table.Tr
              key={rowKey(row)}
              tabIndex={onOpen ? (index === 0 ? 0 : -1) : undefined}
              data-opens={onOpen ? true : undefined}
              onClick={onOpen && ((event) => isOnRow(event) && onOpen(row))}
              onKeyDown={
                onOpen &&
                ((event) => event.key === 'Enter' && event.target === event.currentTarget && onOpen(row))
              }
            >
              {columns.map((column) => (
                <Table.Td key={column.id} data-numeric={column.numeric}>
                  {column.cell(row)}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}

const keysToRow: Record<string, (row: Element) => Element | null | undefined> = {
  ArrowDown: (row) => row.nextElementSibling,
  ArrowUp: (row) => row.previousElementSibling,
  Home: (row) => row.parentElement?.firstElementChild,
  End: (row) => row.parentElement?.lastElementChild,
}

function walkRows(event: KeyboardEvent<HTMLElement>): void {
  const here = event.target
  if (!(here instanceof HTMLTableRowElement)) return
  const next = keysToRow[event.key]?.(here)
  if (!(next instanceof HTMLElement)) return
  event.preventDefault()
  next.focus()
}

/** Links, buttons and fields in a row, and text being selected, keep their own click. */
function isOnRow(event: MouseEvent<HTMLElement>): boolean {
  const target = event.target as Element
  if (!event.currentTarget.contains(target)) return false
  return !target.closest('a, button, input, select, label') && !window.getSelection()?.toString()
}
