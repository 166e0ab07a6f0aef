import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { ApiError } from '@/api/errors'
import type { Page } from '@/api/types'
import { formatCount } from '@/lib/format'
import { DataTable, type Column } from './data-table'
import { Pager } from './pager'
import { Panel } from './panel'
import { hasNone, QueryView } from './query-view'
import { useListSearch } from './use-list-search'

interface ListPanelProps<Row> {
  title: string
  query: UseQueryResult<Page<Row>, ApiError>
  columns: Column<Row>[]
  rowKey: (row: Row) => string
  onOpen?: (row: Row) => void
  empty: ReactNode
  actions?: ReactNode
  /** Stands over the rows: what can be done with many of them. */
  bar?: ReactNode
}

/** A paged list of the server as a table, with its four states. */
export function ListPanel<Row>({
  title,
  query,
  columns,
  rowKey,
  onOpen,
  empty,
  actions,
  bar,
}: ListPanelProps<Row>) {
  const { change } = useListSearch()
  const note = query.data && query.data.total > 0 ? formatCount(query.data.total) : undefined
  return (
    <Panel title={title} note={note} actions={actions} flush>
      <QueryView query={query} isEmpty={hasNone} empty={empty}>
        {(list) => (
          <>
            {bar}
            <DataTable
              label={title}
              columns={columns}
              rows={list.items}
              rowKey={rowKey}
              isWhole={list.total <= list.page_size}
              {...(onOpen && { onOpen })}
            />
            <Pager list={list} onPage={(page) => change({ page })} />
          </>
        )}
      </QueryView>
    </Panel>
  )
}
