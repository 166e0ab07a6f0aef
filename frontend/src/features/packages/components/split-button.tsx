import { Button, Checkbox, Group, NumberInput, Radio, Stack, Text } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useDisclosure } from '@mantine/hooks'
import type { Member, PackagesSplit, ReadingSet, SplitResult } from '@/api/types'
import { FormDialog } from '@/components/form-dialog'
import { formatCount } from '@/lib/format'
import { useSplit } from '../api'
import { useText } from '../messages'
import { ReaderChoice } from './share-out-button'

const splits = ['upload_order', 'random', 'by_reader', 'by_patient'] as const
const places = { ReadersMissing: 'reader_ids', SlotsBegun: 'readers_per_sample' }

interface SplitButtonProps {
  set: ReadingSet
  readers: readonly Member[]
}

/** Deals out anew what nobody has begun. */
export function SplitButton({ set, readers }: SplitButtonProps) {
  const t = useText()
  const [opened, dialog] = useDisclosure()
  const split = useSplit(set.id)
  const form = useForm<Required<Omit<PackagesSplit, 'seed'>> & { seed: number | '' }>({
    initialValues: {
      split: 'upload_order',
      seed: '',
      package_size: set.package_size,
      readers_per_sample: set.readers_per_sample,
      reader_ids: [],
      with_assigned: false,
    },
  })
  const open = () => {
    split.reset()
    form.reset()
    dialog.open()
  }
  const submit = form.onSubmit(({ seed, ...body }) =>
    split.mutate(
      { ...body, ...(seed !== '' && { seed }) },
      { onError: (error) => form.setErrors(error.errorsAt(places)) },
    ),
  )
  return (
    <>
      <Button size="compact-sm" variant="default" onClick={open}>
        {t('split.open')}
      </Button>
      <FormDialog
        opened={opened}
        title={t('split.title')}
        action={t('split.action')}
        size="lg"
        busy={split.isPending}
        error={split.error}
        places={places}
        done={split.data && <Outcome result={split.data} onClose={dialog.close} />}
        onSubmit={submit}
        onClose={dialog.close}
      >
        <Radio.Group label={t('split.how')} {...form.getInputProps('split')}>
          <Stack gap={6} mt={6}>
            {splits.map((value) => (
              <Radio
                key={value}
                value={value}
                size="sm"
                label={t(`splits.${value}`)}
                description={t(`splitHints.${value}`)}
              />
            ))}
          </Stack>
        </Radio.Group>
        {form.values.split === 'random' && (
          <NumberInput
            label={t('split.seed')}
            description={t('split.seedHint')}
            min={0}
            allowDecimal={false}
            {...form.getInputProps('seed')}
          />
        )}
        <Group grow align="flex-start">
          <NumberInput
            label={t('split.size')}
            min={1}
            max={1000}
            clampBehavior="strict"
            {...form.getInputProps('package_size')}
          />
          <NumberInput
            label={t('split.readersPerSample')}
            min={1}
            max={10}
            clampBehavior="strict"
            {...form.getInputProps('readers_per_sample')}
          />
        </Group>
        <ReaderChoice
          readers={readers}
          chosen={form.values.reader_ids}
          onChange={(chosen) => form.setFieldValue('reader_ids', chosen)}
          label={t('split.readers')}
          hint={form.values.split === 'by_reader' ? t('split.readersNeeded') : t('split.readersHint')}
        />
        {form.errors['reader_ids'] && (
          <Text size="sm" c="red.7" role="alert">
            {form.errors['reader_ids']}
          </Text>
        )}
        <Checkbox
          label={t('split.withAssigned')}
          description={set.is_blind ? t('split.blind') : t('split.withAssignedHint')}
          disabled={set.is_blind}
          {...form.getInputProps('with_assigned', { type: 'checkbox' })}
        />
      </FormDialog>
    </>
  )
}

function Outcome({ result, onClose }: { result: SplitResult; onClose: () => void }) {
  const t = useText()
  return (
    <Stack gap="lg">
      <Text size="sm" role="status">
        {t('split.made', { count: result.packages, number: formatCount(result.packages) })}{' '}
        {result.assigned > 0 && t('split.given', { number: formatCount(result.assigned) })}{' '}
        {result.split === 'random' && t('split.seedIs', { seed: String(result.seed) })}
      </Text>
      <Button onClick={onClose}>{t('share.close')}</Button>
    </Stack>
  )
}
