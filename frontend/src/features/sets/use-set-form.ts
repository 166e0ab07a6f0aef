import { useForm } from '@mantine/form'
import type { ReadingSet } from '@/api/types'
import { useText as useCommonText } from '@/components/messages'

export type SetValues = Pick<
  ReadingSet,
  'name' | 'task' | 'package_size' | 'readers_per_sample' | 'identity' | 'sample_grouping'
> & { description: string; guideline: string }

export const newSet: SetValues = {
  name: '',
  description: '',
  task: 'detection',
  package_size: 20,
  readers_per_sample: 1,
  identity: 'pseudonym',
  sample_grouping: 'none',
  guideline: '',
}

export function valuesOf(set: ReadingSet): SetValues {
  const { name, task, package_size, readers_per_sample, identity, sample_grouping } = set
  const texts = { description: set.description ?? '', guideline: set.guideline ?? '' }
  return { name, task, package_size, readers_per_sample, identity, sample_grouping, ...texts }
}

export function useSetForm(initialValues: SetValues) {
  const common = useCommonText()
  return useForm<SetValues>({
    initialValues,
    validate: { name: (name) => (name.trim() ? null : common('fieldRequired')) },
  })
}
