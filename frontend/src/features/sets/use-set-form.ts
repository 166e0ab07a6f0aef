import { useForm } from '@mantine/form'
import type { HangingRule, ReadingSet } from '@/api/types'
import { useText as useCommonText } from '@/components/messages'

export type SetValues = Pick<
  ReadingSet,
  | 'name'
  | 'task'
  | 'package_size'
  | 'readers_per_sample'
  | 'identity'
  | 'sample_grouping'
  | 'readers_see_readings'
  | 'readers_see_imported'
> & { description: string; guideline: string; hanging: HangingRule[] | null }

export const newSet: SetValues = {
  name: '',
  description: '',
  task: 'detection',
  package_size: 20,
  readers_per_sample: 1,
  identity: 'pseudonym',
  sample_grouping: 'none',
  readers_see_readings: 'never',
  readers_see_imported: 'always',
  guideline: '',
  hanging: null,
}

export function valuesOf(set: ReadingSet): SetValues {
  const { name, task, package_size, readers_per_sample, identity, sample_grouping } = set
  const { readers_see_readings, readers_see_imported, hanging } = set
  const texts = { description: set.description ?? '', guideline: set.guideline ?? '' }
  const chosen = { name, task, package_size, readers_per_sample, identity, sample_grouping }
  return { ...chosen, readers_see_readings, readers_see_imported, hanging, ...texts }
}

export function useSetForm(initialValues: SetValues) {
  const common = useCommonText()
  return useForm<SetValues>({
    initialValues,
    validate: { name: (name) => (name.trim() ? null : common('fieldRequired')) },
  })
}
