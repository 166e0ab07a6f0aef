import { Button, Checkbox, CloseButton, Group, Popover, Stack, Text, TextInput } from '@mantine/core'
import { IconColumns3 } from '@tabler/icons-react'
import type { FeatureColumn } from '@/api/types'
import { useText as useCommonText } from '@/components/messages'
import { formatCount } from '@/lib/format'
import { partsOf, type Part } from '../column-choice'
import { useText } from '../messages'
import { useColumnChoice } from '../use-column-choice'
import classes from './column-picker.module.css'

interface ColumnPickerProps {
  columns: readonly FeatureColumn[]
  shownCount: number
}

/** Chooses columns by image type, by class, and by words in their names. */
export function ColumnPicker({ columns, shownCount }: ColumnPickerProps) {
  const t = useText()
  const { choice, choose } = useColumnChoice()
  const count = t('columnsOf', { shown: formatCount(shownCount), total: formatCount(columns.length) })
  return (
    <Popover position="bottom-end" width={560} shadow="md" trapFocus returnFocus>
      <Popover.Target>
        <Button size="xs" variant="default" leftSection={<IconColumns3 size={14} aria-hidden />}>
          {count}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('chooseColumns')}>
        <Stack gap="lg">
          <FindField value={choice.find} onChange={(find) => choose({ find })} />
          <Group gap="xl" align="flex-start" grow>
            <Parts
              title={t('imageTypes')}
              parts={partsOf(columns, 'image_type')}
              chosen={choice.types}
              onChoose={(types) => choose({ types })}
            />
            <Parts
              title={t('featureClasses')}
              parts={partsOf(columns, 'feature_class')}
              chosen={choice.classes}
              onChoose={(classes) => choose({ classes })}
            />
          </Group>
          <Group justify="space-between">
            <Text size="sm" c="dimmed" role="status">
              {count}
            </Text>
            <Button
              size="compact-sm"
              variant="subtle"
              onClick={() => choose({ types: [], classes: [], find: '' })}
            >
              {t('allColumns')}
            </Button>
          </Group>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  )
}

function FindField({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const t = useText()
  const common = useCommonText()
  return (
    <TextInput
      size="xs"
      label={t('findColumns')}
      placeholder={t('findColumnsSuch')}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      data-autofocus
      rightSection={
        value && <CloseButton size="xs" aria-label={common('clear')} onClick={() => onChange('')} />
      }
    />
  )
}

interface PartsProps {
  title: string
  parts: Part[]
  /** None: all. */
  chosen: readonly string[]
  onChoose: (names: string[]) => void
}

function Parts({ title, parts, chosen, onChoose }: PartsProps) {
  return (
    <Checkbox.Group label={title} size="xs" value={[...chosen]} onChange={onChoose}>
      <Stack gap={10} mt={10} className={classes['parts']}>
        {parts.map(({ name, count }) => (
          <Checkbox key={name} size="xs" value={name} label={`${name} (${formatCount(count)})`} />
        ))}
      </Stack>
    </Checkbox.Group>
  )
}
