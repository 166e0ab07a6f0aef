import { MantineProvider } from '@mantine/core'
import { QueryClientProvider } from '@tanstack/react-query'
import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  RouterProvider,
} from '@tanstack/react-router'
import { act, render } from '@testing-library/react'
import type { ReactNode } from 'react'
import { I18nextProvider } from 'react-i18next'
import { createQueryClient } from '@/api/query-client'
import { i18n } from '@/lib/i18n'

/** Renders a part of the product as it stands in a page, at an address of its own; `route` names what is in it. */
export async function renderPart(part: ReactNode, { path = '/', route = '$' } = {}) {
  const queryClient = createQueryClient(() => undefined)
  queryClient.setDefaultOptions({ queries: { retry: false } })
  const root = createRootRoute()
  const routes = [...new Set([route, '$'])].map((path) =>
    createRoute({ getParentRoute: () => root, path, component: () => part }),
  )
  const router = createRouter({
    routeTree: root.addChildren(routes),
    history: createMemoryHistory({ initialEntries: [path] }),
  })
  await router.load()
  const view = await act(() =>
    render(
      <I18nextProvider i18n={i18n}>
        <MantineProvider env="test">
          <QueryClientProvider client={queryClient}>
            <RouterProvider router={router as never} />
          </QueryClientProvider>
        </MantineProvider>
      </I18nextProvider>,
    ),
  )
  return { ...view, queryClient, router }
}
