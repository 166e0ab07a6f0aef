import { MutationCache, QueryClient } from '@tanstack/react-query'
import { asApiError, type ApiError } from './errors'

declare module '@tanstack/react-query' {
  interface Register {
    defaultError: ApiError
    mutationMeta: {
      /** The form or button shows the error itself. */
      showsError?: boolean
    }
  }
}

/** Asking again helps when nobody answered or the server stumbled, not when it refused. */
function shouldRetry(count: number, error: unknown): boolean {
  const { status } = asApiError(error)
  return count < 2 && (status === 0 || status >= 500)
}

export function createQueryClient(report: (error: ApiError) => void): QueryClient {
  return new QueryClient({
    mutationCache: new MutationCache({
      onError: (error, _variables, _result, mutation) => {
        if (!mutation.meta?.showsError) report(asApiError(error))
      },
    }),
    defaultOptions: {
      // What the browser thinks of the network says nothing about a server in the same house.
      queries: { retry: shouldRetry, staleTime: 10_000, networkMode: 'always' },
      mutations: { networkMode: 'always' },
    },
  })
}
