import { Button, Radio, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useDisclosure } from '@mantine/hooks'
import { FormDialog } from '@/components/form-dialog'
import type { Selection } from '@/components/use-selection'
import { formatCount } from '@/lib/format'
import { priorities, useUpdatePackages } from '../api'
import { useText } from '../messages'

const keep = 'keep'

/** Says of the chosen packages when they are due and how pressing they are. */
export function PressingButton({ setId, selection }: { setId: string; selection: Selection }) {
  const t = useText()
  const [opened, dialog] = useDisclosure()
  const update = useUpdatePackages(setId)
  const form = useForm({ initialValues: { due: keep, day: '', priority: keep } })
  const { due, day, priority } = form.values
  const submit = form.onSubmit(() =>
    update.mutate(
      {
        package_ids: [...selection.chosen],
        ...(due !== keep && { due_on: due === 'none' ? null : day }),
        ...(priority !== keep && { priority: Number(priority) }),
      },
      {
        onSuccess: () => {
          dialog.close()
          form.reset()
          selection.clear()
        },
      },
    ),
  )
  return (
    <>
      <Button size="compact-sm" variant="default" onClick={dialog.open}>
        {t('pressing.open')}
      </Button>
      <FormDialog
        opened={opened}
        title={t('pressing.title', {
          count: selection.chosen.size,
          number: formatCount(selection.chosen.size),
        })}
        action={t('pressing.save')}
        busy={update.isPending}
        error={update.error}
        onSubmit={submit}
        onClose={dialog.close}
      >
        <Radio.Group label={t('pressing.due')} {...form.getInputProps('due')}>
          <Stack gap={6} mt={6}>
            <Radio value={keep} label={t('pressing.keep')} size="sm" />
            <Radio value="day" label={t('pressing.day')} size="sm" />
            <TextInput
              type="date"
              size="xs"
              w={180}
              ml={28}
              aria-label={t('pressing.onDay')}
              {...form.getInputProps('day')}
              onChange={(event) => form.setValues({ day: event.currentTarget.value, due: 'day' })}
            />
            <Radio value="none" label={t('pressing.noDay')} size="sm" />
          </Stack>
        </Radio.Group>
        <Radio.Group label={t('pressing.priority')} {...form.getInputProps('priority')}>
          <Stack gap={6} mt={6}>
            <Radio value={keep} label={t('pressing.keep')} size="sm" />
            {priorities.map((value) => (
              <Radio key={value} value={String(value)} label={t(`priorities.${value}`)} size="sm" />
            ))}
          </Stack>
        </Radio.Group>
      </FormDialog>
    </>
  )
}
