import { Button, Modal, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { DataTable, type Column } from '@/components/data-table'
import { useText as useCommonText } from '@/components/messages'
import { QueryView } from '@/components/query-view'
import { StateBadge, type State } from '@/components/state-badge'
import { formatInstant } from '@/lib/format'
import { deliveriesQuery, useResend, type Delivery, type Webhook } from '../api'
import { useText } from '../messages'

/** What was sent to an address lately, and a way to send it again. */
export function DeliveriesDialog({ webhook, onClose }: { webhook: Webhook; onClose: () => void }) {
  const t = useText()
  const common = useCommonText()
  const query = useQuery(deliveriesQuery(webhook.id))
  const columns = useDeliveryColumns()
  return (
    <Modal
      opened
      onClose={onClose}
      size="xl"
      title={t('showOf', { url: webhook.url })}
      closeButtonProps={{ 'aria-label': common('close') }}
    >
      <QueryView query={query}>
        {({ items }) =>
          items.length ? (
            <DataTable label={t('deliveries')} columns={columns} rows={items} rowKey={(row) => row.id} />
          ) : (
            <Text size="sm">{t('noDeliveries')}</Text>
          )
        }
      </QueryView>
    </Modal>
  )
}

const badges = {
  pending: 'pending',
  delivered: 'done',
  failed: 'failed',
} as const satisfies Record<Delivery['state'], State>

function useDeliveryColumns(): Column<Delivery>[] {
  const t = useText()
  return [
    {
      id: 'event',
      header: t('event'),
      cell: ({ event, error }) => (
        <>
          <Text size="sm">{event}</Text>
          {error && (
            <Text size="xs" c="dimmed">
              {error}
            </Text>
          )}
        </>
      ),
    },
    {
      id: 'state',
      header: t('state'),
      width: 120,
      cell: ({ state }) => <StateBadge state={badges[state]} label={t(`states.${state}`)} />,
    },
    { id: 'answer', header: t('answer'), numeric: true, width: 80, cell: ({ status }) => status },
    { id: 'attempts', header: t('attempts'), numeric: true, width: 70, cell: ({ attempts }) => attempts },
    { id: 'when', header: t('when'), width: 200, cell: ({ created_at: at }) => formatInstant(at) },
    { id: 'again', header: '', width: 110, cell: (delivery) => <Resend delivery={delivery} /> },
  ]
}

function Resend({ delivery }: { delivery: Delivery }) {
  const t = useText()
  const resend = useResend(delivery)
  if (delivery.state === 'pending') return null
  return (
    <Button
      size="compact-sm"
      variant="subtle"
      color="gray"
      aria-label={t('resendOf', { event: delivery.event })}
      loading={resend.isPending}
      onClick={() => resend.mutate()}
    >
      {t('resend')}
    </Button>
  )
}
