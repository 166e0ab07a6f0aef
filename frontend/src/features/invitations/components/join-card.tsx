import { Button, Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { Group } from '@/api/types'
import { Empty, Failed, Loading } from '@/components/states'
import { previewQuery } from '../api'
import { forgetCode } from '../kept-code'
import { useText } from '../messages'
import { CodeForm } from './code-form'
import { InvitationFacts } from './invitation-facts'
import { JoinButton } from './join-button'

interface JoinCardProps {
  /** The code that a link brought; none when there was no link, or its code is given up. */
  code: string | null
  onCode: (code: string | null) => void
  onJoined: (group: Group) => void
}

/** A code to enter; then what it opens, and one button. */
export function JoinCard({ code, onCode, onJoined }: JoinCardProps) {
  const another = () => {
    forgetCode()
    onCode(null)
  }
  if (code === null) return <CodeForm onFound={onCode} />
  return <Opened code={code} onAnother={another} onJoined={onJoined} />
}

interface OpenedProps {
  code: string
  onAnother: () => void
  onJoined: (group: Group) => void
}

function Opened({ code, onAnother, onJoined }: OpenedProps) {
  const t = useText()
  const query = useQuery(previewQuery(code))
  const { data: preview, error } = query
  if (preview)
    return (
      <Stack gap="lg">
        <InvitationFacts preview={preview} />
        <JoinButton code={code} preview={preview} onJoined={onJoined} />
      </Stack>
    )
  if (!error) return <Loading rows={4} />
  const isOver =
    error.error === 'InvitationNotFound' ||
    error.error === 'InvitationEnded' ||
    error.error === 'InvitationForAnother'
  if (!isOver) return <Failed error={error} onRetry={() => void query.refetch()} />
  const action = (
    <Button variant="default" onClick={onAnother}>
      {t('another')}
    </Button>
  )
  return (
    <Empty title={error.error === 'InvitationEnded' ? t('endedTitle') : t('unknownTitle')} action={action}>
      {error.detail}
    </Empty>
  )
}
