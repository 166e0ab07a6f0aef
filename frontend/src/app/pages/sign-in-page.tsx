import { Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, useRouter } from '@tanstack/react-router'
import { lazy, Suspense, useEffect } from 'react'
import { aboutQuery } from '@/api/about'
import { onPersonElsewhere } from '@/api/person'
import { LinkAnchor } from '@/components/links'
import { ProductNotice } from '@/components/product-notice'
import { SignInForm, useAuthText } from '@/features/auth'
import { useText } from '../messages'
import { EntryFrame } from '../shell/entry-frame'

const KeptWork = lazy(async () => ({ default: (await import('@/features/reading')).KeptWork }))

const route = getRouteApi('/sign-in')

export function SignInPage() {
  const t = useText()
  const auth = useAuthText()
  const router = useRouter()
  const search = route.useSearch()
  const { from } = search
  const about = useQuery(aboutQuery)
  const enter = () => router.history.push(from ?? '/')
  // Signed in on another tab: this one goes on too.
  useEffect(() => onPersonElsewhere((person) => person && router.history.push(from ?? '/')), [router, from])
  const isInvited = from === '/join'
  const reason = from && from !== '/' ? auth('sessionOver') : auth('tagline')
  return (
    <EntryFrame
      title={auth('title')}
      heading={t('name')}
      text={isInvited ? auth('invited') : reason}
      below={
        about.data && (
          <>
            {about.data.registration !== 'closed' && (
              <LinkAnchor to="/register" search={search}>
                {auth('toRegister')}
              </LinkAnchor>
            )}
            <Text size="xs" c="dimmed">
              <ProductNotice />
            </Text>
          </>
        )
      }
    >
      <SignInForm onSignedIn={enter} />
      <Suspense fallback={null}>
        <KeptWork />
      </Suspense>
    </EntryFrame>
  )
}
