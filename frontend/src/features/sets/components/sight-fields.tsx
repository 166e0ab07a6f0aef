import { Group } from '@mantine/core'
import type { Sight } from '@/api/types'
import { ChoiceSelect } from '@/components/choice-select'
import { useText } from '../messages'

const rules = ['never', 'after_own', 'after_round', 'always'] as const

export interface SightValues {
  readers_see_readings: Sight
  readers_see_imported: Sight
}

interface SightFieldsProps {
  values: SightValues
  /** Who is blind in the set cannot loosen what keeps it so. */
  isFixed?: boolean
  onChange: (field: keyof SightValues, sight: Sight) => void
}

/** From when readers see what others have read, and what came with files or from models. */
export function SightFields({ values, isFixed = false, onChange }: SightFieldsProps) {
  const t = useText()
  const choices = (kind: 'readings' | 'imported') =>
    rules.map((value) => ({
      value,
      label: t(`sight.short.${value}`),
      hint: t(`sight.hints.${kind}.${value}`),
    }))
  return (
    <Group grow align="flex-start" gap="lg">
      <ChoiceSelect
        label={t('sight.readings')}
        description={isFixed ? t('blind.fixed') : t(`sight.hints.readings.${values.readers_see_readings}`)}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        choices={choices('readings')}
        disabled={isFixed}
        value={values.readers_see_readings}
        onChange={(value) => onChange('readers_see_readings', value)}
      />
      <ChoiceSelect
        label={t('sight.imported')}
        description={isFixed ? t('blind.fixed') : t(`sight.hints.imported.${values.readers_see_imported}`)}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        choices={choices('imported')}
        disabled={isFixed}
        value={values.readers_see_imported}
        onChange={(value) => onChange('readers_see_imported', value)}
      />
    </Group>
  )
}
