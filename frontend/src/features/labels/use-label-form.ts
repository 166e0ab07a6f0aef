import { useForm } from '@mantine/form'
import { useText as useCommonText } from '@/components/messages'
import type { LabelValues } from './components/label-fields'
import { useText } from './messages'

export function useLabelForm(initialValues: LabelValues) {
  const t = useText()
  const common = useCommonText()
  return useForm<LabelValues>({
    initialValues,
    validate: {
      name: (name) => (name.trim() ? null : common('fieldRequired')),
      color: (color) => (/^#[0-9a-f]{6}$/i.test(color) ? null : t('colorInvalid')),
    },
  })
}
