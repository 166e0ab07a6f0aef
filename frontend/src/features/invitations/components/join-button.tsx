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
      onSuccess: (group) => {
        forgetCode()
        onJoined(group)
      },
    })
  return (
    <Stack gap="md">
      {preview.is_member && <Text size="sm">{t('memberAlready')}</Text>}
      {join.error && <Notice>{join.error.detail}</Notice>}
      <Button fullWidth loading={join.isPending} onClick={submit} autoFocus>
        {preview.is_member ? t('open') : t('join')}
      </Button>
    </Stack>
  )
}
