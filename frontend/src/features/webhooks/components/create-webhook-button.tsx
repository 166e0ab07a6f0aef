import { Button, Group, MultiSelect, Stack, Text, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useDisclosure } from '@mantine/hooks'
import { CopyField } from '@/components/copy-field'
import { FormDialog } from '@/components/form-dialog'
import { useText as useCommonText } from '@/components/messages'
import { useCreateWebhook, type WebhookEvent } from '../api'
import { eventNames } from '../event-names'
import { useText } from '../messages'

/** Makes a webhook, and shows its secret once. */
export function CreateWebhookButton({ groupId }: { groupId: string }) {
  const t = useText()
  const [opened, dialog] = useDisclosure()
  return (
    <>
      <Button onClick={dialog.open}>{t('create')}</Button>
      {opened && <CreateWebhookDialog groupId={groupId} onClose={dialog.close} />}
    </>
  )
}

function CreateWebhookDialog({ groupId, onClose }: { groupId: string; onClose: () => void }) {
  const t = useText()
  const create = useCreateWebhook(groupId)
  const form = useForm<{ url: string; events: WebhookEvent[] }>({
    initialValues: { url: '', events: [] },
    validate: {
      url: (url) => (/^\s*https?:\/\/\S+$/.test(url) ? null : t('urlInvalid')),
      events: (events) => (events.length ? null : t('eventsNeeded')),
    },
  })
  const submit = form.onSubmit((values) =>
    create.mutate(values, { onError: (error) => form.setErrors(error.fieldErrors) }),
  )
  return (
    <FormDialog
      opened
      title={create.data ? t('madeTitle') : t('createTitle')}
      action={t('createAction')}
      busy={create.isPending}
      error={create.error}
      onSubmit={submit}
      onClose={onClose}
      done={create.data && <Made secret={create.data.secret} onClose={onClose} />}
    >
      <TextInput
        label={t('url')}
        description={t('urlHint')}
        withAsterisk
        data-autofocus
        maxLength={500}
        {...form.getInputProps('url')}
      />
      <MultiSelect
        label={t('events')}
        description={t('eventsHint')}
        withAsterisk
        searchable
        hidePickedOptions
        data={eventNames}
        {...form.getInputProps('events')}
      />
    </FormDialog>
  )
}

function Made({ secret, onClose }: { secret: string; onClose: () => void }) {
  const t = useText()
  const common = useCommonText()
  return (
    <Stack gap="lg">
      <Text size="sm">{t('madeText')}</Text>
      <CopyField label={t('secret')} value={secret} action={t('copy')} />
      <Group justify="flex-end">
        <Button onClick={onClose}>{common('close')}</Button>
      </Group>
    </Stack>
  )
}
