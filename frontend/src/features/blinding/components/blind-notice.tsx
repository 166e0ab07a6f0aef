import { Alert, Group, Text } from '@mantine/core'
import { IconEyeOff } from '@tabler/icons-react'
import { mayRead, mayReview } from '@/api/roles'
import type { ReadingSet } from '@/api/types'
import { useText } from '../messages'
import { LiftBlinding } from './lift-blinding'

/** Tells who reads in a set that, and why, something is not shown; who leads or reviews it can change that. */
export function BlindNotice({ set }: { set: ReadingSet }) {
  const t = useText()
  if (!set.is_blind || !mayRead(set.my_role)) return null
  const reviews = mayReview(set.my_role)
  return (
    <Alert variant="light" color="gray" p="sm" icon={<IconEyeOff size={18} aria-hidden />} role="note">
      <Group justify="space-between" gap="md">
        <Text size="sm" maw={720}>
          {t(reviews ? 'notice.reviewer' : 'notice.reader')}
        </Text>
        {reviews && <LiftBlinding set={set} />}
      </Group>
    </Alert>
  )
}
