import { ColorInput, ColorSwatch, Group, NativeSelect, Stack, Text, Textarea, TextInput } from '@mantine/core'
import type { UseFormReturnType } from '@mantine/form'
import { IconCheck } from '@tabler/icons-react'
import { okabeIto, tableau20 } from '@/lib/palette'
import { labelKeys } from '@/lib/label-keys'
import type { LabelValues } from '../label-values'
import { useText } from '../messages'
import { AttributeRows } from './attribute-rows'

const rows = [okabeIto, tableau20.slice(0, 10), tableau20.slice(10)]

export function LabelFields({ form }: { form: UseFormReturnType<LabelValues> }) {
  const t = useText()
  const chosen = form.values.color.toUpperCase()
  return (
    <>
      <TextInput label={t('name')} withAsterisk data-autofocus {...form.getInputProps('name')} />
      <Stack gap={6} role="group" aria-label={t('color')}>
        <Text size="sm" fw={500}>
          {t('color')}
        </Text>
        <Text size="xs" c="dimmed">
          {t('palette')}
        </Text>
        {rows.map((row) => (
          <Group key={row[0]} gap={6}>
            {row.map((color) => (
              <ColorSwatch
                key={color}
                component="button"
                type="button"
                size={26}
                radius={4}
                color={color}
                aria-label={t('chooseColor', { color })}
                aria-pressed={chosen === color}
                onClick={() => form.setFieldValue('color', color)}
              >
                {chosen === color && <IconCheck size={16} stroke={3} color="#111" aria-hidden />}
              </ColorSwatch>
            ))}
          </Group>
        ))}
        <ColorInput
          aria-label={t('ownColor')}
          format="hex"
          w={160}
          withEyeDropper={false}
          {...form.getInputProps('color')}
        />
      </Stack>
      <Textarea label={t('description')} autosize minRows={2} {...form.getInputProps('description')} />
      <NativeSelect
        label={t('shortcut')}
        description={t('shortcutHint')}
        w={160}
        data={[{ value: '', label: t('shortcutAuto') }, ...labelKeys]}
        {...form.getInputProps('shortcut')}
      />
      <ConceptFields form={form} />
      <AttributeRows form={form} />
    </>
  )
}

function ConceptFields({ form }: { form: UseFormReturnType<LabelValues> }) {
  const t = useText()
  return (
    <Stack gap={6} role="group" aria-label={t('concept')}>
      <Text size="sm" fw={500}>
        {t('concept')}
      </Text>
      <Text size="xs" c="dimmed">
        {t('conceptHint')}
      </Text>
      <Group gap="sm" align="flex-start" grow>
        <TextInput
          label={t('scheme')}
          placeholder={t('schemeHint')}
          maxLength={16}
          {...form.getInputProps('concept.scheme')}
        />
        <TextInput label={t('code')} maxLength={64} {...form.getInputProps('concept.code')} />
        <TextInput label={t('meaning')} maxLength={64} {...form.getInputProps('concept.meaning')} />
      </Group>
    </Stack>
  )
}
