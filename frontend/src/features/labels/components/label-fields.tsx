import { ColorInput, ColorSwatch, Group, Stack, Text, Textarea, TextInput } from '@mantine/core'
import type { UseFormReturnType } from '@mantine/form'
import { IconCheck } from '@tabler/icons-react'
import { okabeIto, tableau20 } from '@/lib/palette'
import { useText } from '../messages'

export interface LabelValues {
  name: string
  color: string
  description: string
}

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
    </>
  )
}
