import { useQuery } from '@tanstack/react-query'
import { getRouteApi, useRouter } from '@tanstack/react-router'
import type { Me } from '@/api/types'
import { aboutQuery } from '@/api/about'
import { LinkAnchor } from '@/components/links'
import { QueryView } from '@/components/query-view'
import { Empty, Loading } from '@/components/states'
import { RegisterForm, useAuthText } from '@/features/auth'
import { forgetCode, keptCode } from '@/features/invitations'
import { EntryFrame } from '../shell/entry-frame'

const route = getRouteApi('/register')

export function RegisterPage() {
  const t = useAuthText()
  const search = route.useSearch()
  const code = keptCode() ?? ''
  const goOn = useGoOn(search.from)
  return (
    <EntryFrame
      title={t('registerTitle')}
      text={code ? t('registerInvited') : t('registerText')}
      below={
        <LinkAnchor to="/sign-in" search={search}>
          {t('toSignIn')}
        </LinkAnchor>
      }
    >
      <QueryView query={useQuery(aboutQuery)} loading={<Loading />}>
        {({ registration }) =>
          registration === 'closed' ? (
            <Empty title={t('closedTitle')}>{t('closed')}</Empty>
          ) : (
            <RegisterForm code={code} needsCode={registration === 'invited'} onRegistered={goOn} />
          )
        }
      </QueryView>
    </EntryFrame>
  )
}

/** A code has opened its group already; otherwise on to where one was going. */
function useGoOn(from = '/') {
  const router = useRouter()
  return (me: Me, withCode: boolean) => {
    const group = withCode && me.groups[0]
    if (!group) return router.history.push(from)
    forgetCode()
    void router.navigate({ to: '/groups/$groupId', params: { groupId: group.id } })
  }
}
