import {
  Button,
  Checkbox,
  Fieldset,
  Group,
  NativeSelect,
  NumberInput,
  Stack,
  Text,
  Textarea,
  TextInput,
} from '@mantine/core'
import type { UseFormReturnType } from '@mantine/form'
import { kinds, newAttribute, type AttributeValues, type LabelValues } from '../label-values'
import { useText } from '../messages'

const MOST = 20

interface AttributeRowsProps {
  form: UseFormReturnType<LabelValues>
}

/** What readers say of each object of the label: added, changed, taken away. */
export function AttributeRows({ form }: AttributeRowsProps) {
  const t = useText()
  const { attributes } = form.values
  return (
    <Stack gap="sm" role="group" aria-label={t('attributes')}>
      <div>
        <Text size="sm" fw={500}>
          {t('attributes')}
        </Text>
        <Text size="xs" c="dimmed">
          {t('attributesHint')}
        </Text>
      </div>
      {attributes.map((row, index) => (
        <AttributeRow key={row.key} row={row} index={index} form={form} />
      ))}
      {attributes.length < MOST && (
        <Button
          variant="default"
          size="compact-sm"
          style={{ alignSelf: 'flex-start' }}
          onClick={() => form.insertListItem('attributes', newAttribute())}
        >
          {t('addAttribute')}
        </Button>
      )}
    </Stack>
  )
}

interface AttributeRowProps extends AttributeRowsProps {
  row: AttributeValues
  index: number
}

function AttributeRow({ row, index, form }: AttributeRowProps) {
  const t = useText()
  const field = (name: keyof AttributeValues) => form.getInputProps(`attributes.${index}.${name}`)
  const number = index + 1
  return (
    <Fieldset legend={t('attribute', { number })} p="sm">
      <Stack gap="xs">
        <Group gap="sm" align="flex-start" wrap="nowrap">
          <TextInput label={t('attributeName')} withAsterisk flex={1} {...field('name')} />
          <NativeSelect
            label={t('kind')}
            data={kinds.map((kind) => ({ value: kind, label: t(`kinds.${kind}`) }))}
            {...field('kind')}
          />
        </Group>
        {row.kind === 'choice' && (
          <Textarea
            label={t('options')}
            description={t('optionsHint')}
            autosize
            minRows={2}
            {...field('options')}
          />
        )}
        {row.kind === 'number' && (
          <Group gap="sm" align="flex-start" grow>
            <NumberInput label={t('min')} {...field('min')} />
            <NumberInput label={t('max')} {...field('max')} />
            <TextInput label={t('unit')} {...field('unit')} />
          </Group>
        )}
        <Group justify="space-between">
          <Checkbox
            label={t('required')}
            {...form.getInputProps(`attributes.${index}.required`, { type: 'checkbox' })}
          />
          <Button
            variant="subtle"
            color="gray"
            size="compact-sm"
            aria-label={t('removeAttribute', { number })}
            onClick={() => form.removeListItem('attributes', index)}
          >
            {t('delete')}
          </Button>
        </Group>
      </Stack>
    </Fieldset>
  )
}
