import { Text } from '@mantine/core'
import { useSuspenseQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { LinkAnchor } from '@/components/links'
import { meQuery } from '@/features/auth'
import { JoinCard, useInvitationText } from '@/features/invitations'
import { EntryFrame } from '../shell/entry-frame'

const route = getRouteApi('/join')

export function JoinPage() {
  const t = useInvitationText()
  const { data: me } = useSuspenseQuery(meQuery)
  const code = route.useLoaderData()
  return (
    <EntryFrame
      title={t('pageTitle')}
      text={t('pageText')}
      below={
        <>
          <Text size="xs" c="dimmed">
            {t('signedInAs', { name: me.name, email: me.email })}
          </Text>
          <LinkAnchor to="/groups">{t('toGroups')}</LinkAnchor>
        </>
      }
    >
      <Joining key={code} startsWith={code} />
    </EntryFrame>
  )
}

function Joining({ startsWith }: { startsWith: string | null }) {
  const navigate = useNavigate()
  const [code, setCode] = useState(startsWith)
  return (
    <JoinCard
      code={code}
      onCode={setCode}
      onJoined={({ id }) => void navigate({ to: '/groups/$groupId', params: { groupId: id } })}
    />
  )
}
