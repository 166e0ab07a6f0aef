import { Text } from '@mantine/core'
import type { ReadingSet } from '@/api/types'
import { Panel } from '@/components/panel'
import { useText } from '../messages'

export function SetGuideline({ set }: { set: ReadingSet }) {
  const t = useText()
  return (
    <Panel title={t('guideline')}>
      {set.guideline ? (
        <Text size="sm" maw={720} style={{ whiteSpace: 'pre-line' }}>
          {set.guideline}
        </Text>
      ) : (
        <Text size="sm" c="dimmed">
          {t('noGuideline')}
        </Text>
      )}
    </Panel>
  )
}
