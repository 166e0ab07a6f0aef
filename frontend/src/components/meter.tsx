import { Group, Progress, Text } from '@mantine/core'
import { formatCount } from '@/lib/format'

interface MeterProps {
  label: string
  done: number
  total: number
  tone?: 'running' | 'done' | 'failed'
  width?: number
}

const colors = { running: 'teal', done: 'green.7', failed: 'red.7' }

/** How far something is, as a bar and in numbers. */
export function Meter({ label, done, total, tone = 'running', width = 96 }: MeterProps) {
  const percent = total > 0 ? (done / total) * 100 : 0
  return (
    <Group gap="sm" wrap="nowrap">
      <Progress.Root w={width} size={6} style={{ flex: 'none' }}>
        <Progress.Section value={percent} color={colors[tone]} aria-label={label} />
      </Progress.Root>
      <Text span size="sm" style={{ whiteSpace: 'nowrap' }}>
        {formatCount(done)} / {formatCount(total)}
      </Text>
    </Group>
  )
}
