import { Button, Group, List, Stack, Text } from '@mantine/core'
import type { ReadingSet } from '@/api/types'
import { Notice } from '@/components/states'
import { useText } from '../messages'
import { isAlike, type SetField } from '../use-set-editing'
import { valuesOf, type SetValues } from '../use-set-form'

interface SetConflictProps {
  /** As it is stored now. */
  stored: ReadingSet
  typed: SetValues
  /** What somebody else changed. */
  fields: readonly SetField[]
  onTake: () => void
}

/** Somebody else saved first: what they changed, and that nothing typed is lost. */
export function SetConflict({ stored, typed, fields, onTake }: SetConflictProps) {
  const t = useText()
  const theirs = valuesOf(stored)
  const isMineToo = fields.some((field) => !isAlike(typed[field], theirs[field]))
  const shown = (field: SetField) => {
    if (field === 'task') return t(`tasks.${theirs.task}`)
    if (field === 'identity') return t(`identities.${theirs.identity}`)
    if (field === 'sample_grouping') return t(`groupings.${theirs.sample_grouping}`)
    if (field === 'readers_see_readings' || field === 'readers_see_imported')
      return t(`sight.short.${theirs[field]}`)
    if (field === 'hanging')
      return theirs.hanging ? t('hanging.rules', { count: theirs.hanging.length }) : t('hanging.usual')
    return theirs[field] === '' ? t('conflict.nothing') : String(theirs[field])
  }
  return (
    <Notice tone="attention">
      <Stack gap="sm">
        <Text size="sm" fw={500}>
          {t('conflict.title')}
        </Text>
        <List size="sm">
          {fields.map((field) => (
            <List.Item key={field}>
              {t(`fields.${field}`)}:{' '}
              <Text span size="sm" fw={500} lineClamp={3}>
                {shown(field)}
              </Text>
            </List.Item>
          ))}
        </List>
        <Group justify="space-between" gap="sm">
          <Text size="sm">{isMineToo ? t('conflict.over') : t('conflict.beside')}</Text>
          <Button size="compact-sm" variant="default" onClick={onTake}>
            {t('conflict.take')}
          </Button>
        </Group>
      </Stack>
    </Notice>
  )
}
