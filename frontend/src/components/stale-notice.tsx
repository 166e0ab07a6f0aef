import { Button, Group, Text } from '@mantine/core'
import { useText } from './messages'
import { Notice } from './states'

/** Somebody else saved first (412): nothing was overwritten, and what they wrote is one press away. */
export function StaleNotice({ onLookAgain }: { onLookAgain: () => void }) {
  const t = useText()
  return (
    <Notice tone="attention">
      <Group justify="space-between" gap="sm">
        <Text size="sm">{t('stale.text')}</Text>
        <Button size="compact-sm" variant="default" onClick={onLookAgain}>
          {t('stale.action')}
        </Button>
      </Group>
    </Notice>
  )
}
