import { Button, Group, Text, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useDisclosure } from '@mantine/hooks'
import { useNavigate } from '@tanstack/react-router'
import type { ReadingSet } from '@/api/types'
import { FormDialog } from '@/components/form-dialog'
import { useText as useCommonText } from '@/components/messages'
import { Panel } from '@/components/panel'
import { useCloneSet } from '../api'
import { useText } from '../messages'

/** A new set with the settings, labels and guideline of this one, to be filled with other images. */
export function CloneSet({ set }: { set: ReadingSet }) {
  const t = useText()
  const [opened, dialog] = useDisclosure()
  return (
    <Panel title={t('clone.title')}>
      <Group justify="space-between" gap="lg">
        <Text size="sm" c="dimmed" maw={640}>
          {t('clone.text')}
        </Text>
        <Button variant="default" onClick={dialog.open}>
          {t('clone.action')}
        </Button>
      </Group>
      {opened && <CloneDialog set={set} onClose={dialog.close} />}
    </Panel>
  )
}

function CloneDialog({ set, onClose }: { set: ReadingSet; onClose: () => void }) {
  const t = useText()
  const common = useCommonText()
  const clone = useCloneSet(set)
  const navigate = useNavigate()
  const form = useForm({
    initialValues: { name: t('clone.nameOf', { name: set.name }) },
    validate: { name: (name) => (name.trim() ? null : common('fieldRequired')) },
  })
  const submit = form.onSubmit(({ name }) =>
    clone.mutate(name, {
      onSuccess: ({ id }) => {
        onClose()
        void navigate({ to: '/sets/$setId', params: { setId: id } })
      },
    }),
  )
  return (
    <FormDialog
      opened
      title={t('clone.title')}
      action={t('clone.make')}
      busy={clone.isPending}
      error={clone.error}
      onSubmit={submit}
      onClose={onClose}
    >
      <TextInput label={t('name')} withAsterisk data-autofocus {...form.getInputProps('name')} />
    </FormDialog>
  )
}
