import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it, vi } from 'vitest'
import { renderPart } from '@/test/render'
import { DataTable, type Column } from './data-table'

interface Row {
  id: string
  name: string
  count: number
}

const rows: Row[] = [
  { id: '1', name: 'Chest', count: 20 },
  { id: '2', name: 'Abdomen', count: 3 },
]
const columns: Column<Row>[] = [
  { id: 'name', header: 'Name', cell: (row) => row.name, sortValue: (row) => row.name },
  { id: 'count', header: 'Sets', cell: (row) => <button>{row.count}</button>, numeric: true },
]
const table = (onOpen?: (row: Row) => void) => (
  <DataTable
    label="Groups"
    columns={columns}
    rows={rows}
    rowKey={(row) => row.id}
    {...(onOpen && { onOpen })}
  />
)
const bodyRows = () =>
  within(screen.getByRole('table', { name: 'Groups' }))
    .getAllByRole('row')
    .slice(1)

describe('DataTable', () => {
  it('opens a row by click and by Enter', async () => {
    const onOpen = vi.fn()
    await renderPart(table(onOpen))

    await userEvent.click(screen.getByText('Chest'))
    await userEvent.keyboard('{Enter}')

    expect(onOpen).toHaveBeenCalledTimes(2)
    expect(onOpen).toHaveBeenLastCalledWith(rows[0])
  })

  it('leaves clicks on buttons to the buttons', async () => {
    const onOpen = vi.fn()
    await renderPart(table(onOpen))

    await userEvent.click(screen.getByRole('button', { name: '20' }))

    expect(onOpen).not.toHaveBeenCalled()
  })

  it('walks its rows with the arrow keys', async () => {
    await renderPart(table(vi.fn()))

    bodyRows()[0]?.focus()
    await userEvent.keyboard('{ArrowDown}')

    expect(bodyRows()[1]).toHaveFocus()
  })

  it('shows the order that the address asks for', async () => {
    await renderPart(table(), { path: '/?sort=name' })

    expect(screen.getByRole('columnheader', { name: 'Name' })).toHaveAttribute('aria-sort', 'ascending')
    expect(bodyRows()[0]).toHaveTextContent('Abdomen')
  })

  it('offers no sorting where it has one page of many', async () => {
    await renderPart(
      <DataTable label="Groups" columns={columns} rows={rows} rowKey={(row) => row.id} isWhole={false} />,
    )

    expect(screen.queryByRole('button', { name: 'Name' })).not.toBeInTheDocument()
  })
})
