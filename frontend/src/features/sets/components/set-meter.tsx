import { Text } from '@mantine/core'
import type { ReadingSet } from '@/api/types'
import { Meter } from '@/components/meter'
import { readingsNeeded } from '../api'
import { useText } from '../messages'

/** How much of a set is read, in a row of a table; not for who must not know. */
export function SetMeter({ set }: { set: ReadingSet }) {
  const t = useText()
  if (set.done_count === null)
    return (
      <Text span size="sm" c="dimmed">
        {t('blind.hidden')}
      </Text>
    )
  return <Meter label={t('progressLabel')} done={set.done_count} total={readingsNeeded(set)} />
}
