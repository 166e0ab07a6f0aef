import { Button, Stack, Text } from '@mantine/core'
import type { Group, InvitationPreview } from '@/api/types'
import { Notice } from '@/components/states'
import { useJoin } from '../api'
import { forgetCode } from '../kept-code'
import { useText } from '../messages'

interface JoinButtonProps {
  code: string
  preview: InvitationPreview
  onJoined: (group: Group) => void
}

/** Joins; a member already is only led there. */
export function JoinButton({ code, preview, onJoined }: JoinButtonProps) {
  const t = useText()
  const join = useJoin()
  const submit = () =>
    join.mutate(code, {
      onSuccess: ({ group }) => {
        forgetCode()
        if (group) onJoined(group)
      },
    })
  const isPending = join.data?.is_pending ?? preview.is_pending
  if (isPending && !preview.is_member) return <Notice>{t('pending')}</Notice>
  return (
    <Stack gap="md">
      {preview.requires_approval && !preview.is_member && <Text size="sm">{t('approvalNeeded')}</Text>}
      {preview.is_member && <Text size="sm">{t('memberAlready')}</Text>}
      {join.error && <Notice>{join.error.detail}</Notice>}
      <Button fullWidth loading={join.isPending} onClick={submit} autoFocus>
        {preview.is_member ? t('open') : preview.requires_approval ? t('ask') : t('join')}
      </Button>
    </Stack>
  )
}
