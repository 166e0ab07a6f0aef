import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { ApiError } from '@/api/errors'
import { Failed, Loading } from './states'

interface QueryViewProps<Data> {
  query: UseQueryResult<Data, ApiError>
  loading?: ReactNode
  /** Shown instead of the children when there is nothing to show. */
  empty?: ReactNode
  isEmpty?: (data: Data) => boolean
  children: (data: Data) => ReactNode
}

/** The four states of everything that comes from the server: loading, failed, empty, full. */
export function QueryView<Data>({ query, loading, empty, isEmpty, children }: QueryViewProps<Data>) {
  if (query.data !== undefined) return isEmpty?.(query.data) ? empty : children(query.data)
  if (query.error) return <Failed error={query.error} onRetry={() => void query.refetch()} />
  return loading ?? <Loading />
}

/** For lists: empty when the whole list is, not only a page beyond its end. */
export const hasNone = (list: { total: number }) => list.total === 0
