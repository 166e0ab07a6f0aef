import { Stack } from '@mantine/core'
import type { InvitationPreview } from '@/api/types'
import { Fact } from '@/components/fact'
import { useText as useCommonText } from '@/components/messages'
import { formatInstant } from '@/lib/format'
import { useText } from '../messages'

/** What a join code opens, before one goes in. */
export function InvitationFacts({ preview }: { preview: InvitationPreview }) {
  const t = useText()
  const common = useCommonText()
  return (
    <Stack component="dl" gap="md" m={0}>
      <Fact name={t('group')}>{preview.group_name}</Fact>
      <Fact name={t('organization')}>{preview.organization_name}</Fact>
      <Fact name={t('role')}>
        {t('roleWithHint', {
          role: common(`role.${preview.role}`),
          hint: common(`roleHint.${preview.role}`),
        })}
      </Fact>
      <Fact name={t('invitedBy')}>{preview.invited_by}</Fact>
      <Fact name={t('expiresAt')}>{formatInstant(preview.expires_at)}</Fact>
    </Stack>
  )
}
