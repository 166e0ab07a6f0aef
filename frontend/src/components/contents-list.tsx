import { List, Stack, Text } from '@mantine/core'
import { formatCount } from '@/lib/format'
import { useText } from './messages'

const kinds = [
  'groups',
  'sets',
  'samples',
  'packages',
  'readings',
  'objects',
  'labels',
  'extraction_runs',
] as const

/** A count that is null must not be known by who asks. */
export type Contents = Partial<Record<(typeof kinds)[number], number | null>>

interface ContentsListProps {
  contents: Contents
  /** Said before the numbers, if there are any. */
  intro?: string
}

/** What goes with a thing that is deleted, in numbers; what it holds none of is not mentioned. */
export function ContentsList({ contents, intro }: ContentsListProps) {
  const t = useText()
  const held = kinds.filter((kind) => (contents[kind] ?? 0) > 0)
  const isKept = contents.readings === null
  if (held.length === 0 && !isKept) return t('contents.nothing')
  return (
    <Stack gap="sm">
      {intro && <Text size="sm">{intro}</Text>}
      <List size="sm">
        {held.map((kind) => {
          const count = contents[kind] ?? 0
          return (
            <List.Item key={kind}>{t(`contents.${kind}`, { count, number: formatCount(count) })}</List.Item>
          )
        })}
        {isKept && <List.Item>{t('contents.unknown')}</List.Item>}
      </List>
    </Stack>
  )
}
