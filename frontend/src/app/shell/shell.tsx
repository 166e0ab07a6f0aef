import { useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { Outlet } from '@tanstack/react-router'
import type { Job } from '@/api/types'
import { meQuery } from '@/features/auth'
import { useJobEvents } from '@/features/jobs'
import { useText } from '../messages'
import { useLeave } from '../use-leave'
import { ServerBar } from './server-bar'
import classes from './shell.module.css'
import { TopBar } from './top-bar'

/** What the results of a job show up in. */
const touches: Record<Job['kind'], string[]> = {
  import: ['uploads', 'sets', 'studies', 'packages', 'groups'],
  extraction: ['extraction-runs'],
  export: ['exports'],
  agreement: ['agreement'],
  comparison: ['adjudication'],
  release: ['releases'],
  annotation_import: ['annotation-imports', 'examinations', 'samples'],
}

export function Shell() {
  const t = useText()
  const queryClient = useQueryClient()
  const { data: me } = useSuspenseQuery(meQuery)
  useJobEvents(me.id, (job) => {
    for (const key of touches[job.kind]) void queryClient.invalidateQueries({ queryKey: [key] })
  })
  const leave = useLeave()
  return (
    <div className={classes['shell']}>
      <a className={classes['skip']} href="#content">
        {t('nav.skip')}
      </a>
      <TopBar me={me} onSignedOut={leave} />
      <ServerBar />
      <main id="content" tabIndex={-1} className={classes['content']}>
        <Outlet />
      </main>
    </div>
  )
}
