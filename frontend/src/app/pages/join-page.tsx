import { Text } from '@mantine/core'
import { useSuspenseQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { LinkAnchor } from '@/components/links'
import { meQuery } from '@/features/auth'
import { JoinCard, keptCode, useInvitationText } from '@/features/invitations'
import { EntryFrame } from '../shell/entry-frame'

export function JoinPage() {
  const t = useInvitationText()
  const navigate = useNavigate()
  const { data: me } = useSuspenseQuery(meQuery)
  const [code, setCode] = useState(keptCode)
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
      <JoinCard
        code={code}
        onCode={setCode}
        onJoined={({ id }) => void navigate({ to: '/groups/$groupId', params: { groupId: id } })}
      />
    </EntryFrame>
  )
}
