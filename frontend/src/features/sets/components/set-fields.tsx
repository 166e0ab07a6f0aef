import { Group, NumberInput, Radio, Stack, Textarea, TextInput } from '@mantine/core'
import type { UseFormReturnType } from '@mantine/form'
import { ChoiceSelect } from '@/components/choice-select'
import { useText } from '../messages'
import type { SetValues } from '../use-set-form'
import { SightFields } from './sight-fields'

type SetForm = UseFormReturnType<SetValues>

const tasks = ['classification', 'detection', 'segmentation'] as const
const groupings = ['none', 'study_fusion', 'mammography'] as const
const identities = ['hidden', 'pseudonym', 'full'] as const

interface SetFieldsProps {
  form: SetForm
  /** Why the task can no longer change. */
  taskFixed?: string | false
  readersFixed?: string | false
  isBlind?: boolean
}

export function SetFields({
  form,
  taskFixed = false,
  readersFixed = false,
  isBlind = false,
}: SetFieldsProps) {
  const t = useText()
  return (
    <>
      <TextInput label={t('name')} withAsterisk data-autofocus {...form.getInputProps('name')} />
      <TextInput label={t('description')} {...form.getInputProps('description')} />
      <Group grow align="flex-start" gap="lg">
        <Radio.Group label={t('task')} description={taskFixed} {...form.getInputProps('task')}>
          <Stack gap={6} mt={6}>
            {tasks.map((task) => (
              <Radio
                key={task}
                value={task}
                label={t(`tasks.${task}`)}
                disabled={Boolean(taskFixed) && form.values.task !== task}
                description={t(`taskHint.${task}`)}
                size="sm"
              />
            ))}
          </Stack>
        </Radio.Group>
        <Radio.Group label={t('identity')} {...form.getInputProps('identity')}>
          <Stack gap={6} mt={6}>
            {identities.map((identity) => (
              <Radio
                key={identity}
                value={identity}
                label={t(`identities.${identity}`)}
                description={t(`identityHint.${identity}`)}
                size="sm"
              />
            ))}
          </Stack>
        </Radio.Group>
      </Group>
      <Group grow align="flex-start" gap="lg">
        <NumberInput
          label={t('packageSize')}
          description={t('packageSizeHint')}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          min={1}
          max={1000}
          clampBehavior="strict"
          {...form.getInputProps('package_size')}
        />
        <NumberInput
          label={t('readers')}
          description={readersFixed || t('readersHint')}
          disabled={Boolean(readersFixed)}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          min={1}
          max={10}
          clampBehavior="strict"
          {...form.getInputProps('readers_per_sample')}
        />
      </Group>
      <SightFields values={form.values} isFixed={isBlind} onChange={form.setFieldValue} />
      <ChoiceSelect
        label={t('grouping')}
        description={t('groupingHint')}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        choices={groupings.map((value) => ({
          value,
          label: t(`groupings.${value}`),
          hint: t(`groupingHints.${value}`),
        }))}
        {...form.getInputProps('sample_grouping')}
        value={form.values.sample_grouping}
        onChange={(value) => form.setFieldValue('sample_grouping', value)}
      />
      <Textarea
        label={t('guideline')}
        description={t('guidelineHint')}
        autosize
        minRows={3}
        maxRows={10}
        {...form.getInputProps('guideline')}
      />
    </>
  )
}
