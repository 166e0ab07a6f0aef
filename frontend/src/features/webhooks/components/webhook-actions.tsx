import { Button, Group } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { ConfirmDialog } from '@/components/confirm-dialog'
import { useDeleteWebhook, usePauseWebhook, usePingWebhook, type Webhook } from '../api'
import { useText } from '../messages'
import { DeliveriesDialog } from './deliveries-dialog'

export function WebhookActions({ webhook }: { webhook: Webhook }) {
  const t = useText()
  const { url } = webhook
  const [shown, deliveries] = useDisclosure()
  const [asked, confirm] = useDisclosure()
  const ping = usePingWebhook(webhook)
  const pause = usePauseWebhook(webhook)
  const remove = useDeleteWebhook(webhook)
  const toggle = webhook.is_active ? 'pause' : 'resume'
  const look = { size: 'compact-sm', variant: 'subtle', color: 'gray' } as const
  return (
    <Group gap={6} justify="flex-end" wrap="nowrap">
      <Button {...look} aria-label={t('showOf', { url })} onClick={deliveries.open}>
        {t('show')}
      </Button>
      <Button
        {...look}
        aria-label={t('pingOf', { url })}
        loading={ping.isPending}
        onClick={() => ping.mutate(undefined, { onSuccess: deliveries.open })}
      >
        {t('ping')}
      </Button>
      <Button
        {...look}
        aria-label={t(`${toggle}Of`, { url })}
        loading={pause.isPending}
        onClick={() => pause.mutate(!webhook.is_active)}
      >
        {t(toggle)}
      </Button>
      <Button {...look} aria-label={t('deleteOf', { url })} onClick={confirm.open}>
        {t('delete')}
      </Button>
      <ConfirmDialog
        opened={asked}
        title={t('deleteTitle')}
        action={t('deleteAction')}
        busy={remove.isPending}
        error={remove.error}
        onConfirm={() => remove.mutate(undefined, { onSuccess: confirm.close })}
        onClose={confirm.close}
      >
        {t('deleteText', { url })}
      </ConfirmDialog>
      {shown && <DeliveriesDialog webhook={webhook} onClose={deliveries.close} />}
    </Group>
  )
}
