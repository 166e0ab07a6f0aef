import { Group, Text } from '@mantine/core'
import {
  IconAlertTriangle,
  IconCircleCheck,
  IconCircleDashed,
  IconCircleX,
  IconProgress,
  type Icon,
} from '@tabler/icons-react'
import { useText } from './messages'
import classes from './state-badge.module.css'

type Tone = 'waiting' | 'running' | 'done' | 'attention' | 'failed'

const tones = {
  queued: 'waiting',
  pending: 'waiting',
  open: 'waiting',
  free: 'waiting',
  none: 'waiting',
  unread: 'waiting',
  cancelled: 'waiting',
  assigned: 'waiting',
  running: 'running',
  processing: 'running',
  started: 'running',
  begun: 'running',
  done: 'done',
  ready: 'done',
  stored: 'done',
  already_stored: 'done',
  stored_with_warning: 'attention',
  quarantined: 'attention',
  stale: 'attention',
  partly: 'attention',
  failed: 'failed',
  refused: 'failed',
} as const satisfies Record<string, Tone>

export type State = keyof typeof tones

const icons: Record<Tone, Icon> = {
  waiting: IconCircleDashed,
  running: IconProgress,
  done: IconCircleCheck,
  attention: IconAlertTriangle,
  failed: IconCircleX,
}

/** A state as icon, word and colour; the colour alone never carries it. */
export function StateBadge({ state, label }: { state: State; label?: string }) {
  const t = useText()
  const tone = tones[state]
  const ToneIcon = icons[tone]
  return (
    <Group
      gap={6}
      wrap="nowrap"
      component="span"
      display="inline-flex"
      className={`${classes['badge']} ${classes[tone]}`}
    >
      <ToneIcon size={16} stroke={1.75} aria-hidden className={classes['icon']} />
      <Text span size="sm" style={{ whiteSpace: 'nowrap' }}>
        {label ?? t(`state.${state}`)}
      </Text>
    </Group>
  )
}
