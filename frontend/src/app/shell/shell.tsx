import { useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { Outlet, useNavigate } from '@tanstack/react-router'
import type { Job } from '@/api/types'
import { meQuery } from '@/features/auth'
import { useJobEvents } from '@/features/jobs'
import { useText } from '../messages'
import classes from './shell.module.css'
import { TopBar } from './top-bar'

/** What the results of a job show up in. */
const touches: Record<Job['kind'], string[]> = {
  import: ['uploads', 'sets', 'studies', 'packages', 'groups'],
  extraction: ['extraction-runs'],
}

export function Shell() {
  const t = useText()
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  const { data: me } = useSuspenseQuery(meQuery)
  useJobEvents((job) => {
    for (const key of touches[job.kind]) void queryClient.invalidateQueries({ queryKey: [key] })
  })
  const leave = () => {
    queryClient.clear()
    void navigate({ to: '/sign-in' })
  }
  return (
    <div className={classes['shell']}>
      <a className={classes['skip']} href="#content">
        {t('nav.skip')}
      </a>
      <TopBar me={me} onSignedOut={leave} />
      <main id="content" tabIndex={-1} className={classes['content']}>
        <Outlet />
      </main>
    </div>
  )
}
