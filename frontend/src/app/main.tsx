import './styles.css'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { onServerReturned } from '@/api/connection'
import { lockedFor } from '@/api/lock'
import { createQueryClient } from '@/api/query-client'
import { onSessionLost } from '@/api/session'
import { forgetFailures, showFailure } from '@/components/toasts'
import { fetchAllWords, startLanguage } from './language/language'
import { Providers } from './providers'
import { createAppRouter } from './router'

const queryClient = createQueryClient((error) => {
  // A session that is over is answered by the sign-in page.
  if (error.status !== 401) showFailure(error.detail)
})
const router = createAppRouter(queryClient)

onSessionLost(() => {
  // Who locked the screen comes back to the page as it was.
  if (lockedFor()) return
  const { pathname, href } = router.state.location
  if (pathname !== '/sign-in') void router.navigate({ to: '/sign-in', search: { from: href } })
})

// What was asked in vain, and what has changed meanwhile.
onServerReturned(() => void queryClient.invalidateQueries())

router.subscribe('onBeforeNavigate', ({ pathChanged }) => {
  if (pathChanged) forgetFailures()
})

// Every page is at hand before the server goes away.
window.requestIdleCallback?.(() => {
  for (const route of Object.values(router.routesById)) router.loadRouteChunk(route)?.catch(() => undefined)
  void fetchAllWords()
})

const root = document.getElementById('root')
if (!root) throw new Error('index.html holds no element #root')

await startLanguage()

createRoot(root).render(
  <StrictMode>
    <Providers queryClient={queryClient}>
      <RouterProvider router={router} />
    </Providers>
  </StrictMode>,
)
