import { Group, Progress, Text } from '@mantine/core'
import { formatCount } from '@/lib/format'
import { useText } from './messages'

interface MeterProps {
  label: string
  done: number
  total: number
  /** Of these, how many are begun; those done count. Shown as a paler part. */
  begun?: number
  tone?: 'running' | 'done' | 'failed'
  width?: number
}

const colors = { running: 'teal', done: 'green.7', failed: 'red.7' }

/** How far something is, as a bar and in numbers. */
export function Meter({ label, done, total, begun = done, tone = 'running', width = 96 }: MeterProps) {
  const t = useText()
  const percent = (count: number) => (total > 0 ? (count / total) * 100 : 0)
  return (
    <Group gap="sm" wrap="nowrap">
      <Progress.Root w={width} size={6} style={{ flex: 'none' }}>
        <Progress.Section value={percent(done)} color={colors[tone]} aria-label={label} />
        {begun > done && (
          <Progress.Section
            value={percent(begun - done)}
            color="teal.3"
            aria-label={t('begunOf', { label })}
          />
        )}
      </Progress.Root>
      <Text span size="sm" style={{ whiteSpace: 'nowrap' }}>
        {formatCount(done)} / {formatCount(total)}
      </Text>
    </Group>
  )
}
