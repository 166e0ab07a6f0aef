import { useQuery } from '@tanstack/react-query'
import { aboutQuery } from '@/api/about'
import { useText } from './messages'

/** What this is not for, and which version it is. */
export function ProductNotice() {
  const t = useText()
  const { data: about } = useQuery(aboutQuery)
  return (
    <>
      {t('notDiagnostic')}
      {about && ` · ${t('version', { version: about.version })}`}
    </>
  )
}
