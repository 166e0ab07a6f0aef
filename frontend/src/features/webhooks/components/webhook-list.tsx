import { Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { Column } from '@/components/data-table'
import { ListPanel } from '@/components/list-panel'
import { StateBadge } from '@/components/state-badge'
import { Empty } from '@/components/states'
import { webhooksQuery, type Webhook } from '../api'
import { useText } from '../messages'
import { CreateWebhookButton } from './create-webhook-button'
import { WebhookActions } from './webhook-actions'

/** The webhooks of a group, for its admins. */
export function WebhookList({ groupId }: { groupId: string }) {
  const t = useText()
  const columns = useWebhookColumns()
  const create = <CreateWebhookButton groupId={groupId} />
  return (
    <ListPanel
      title={t('title')}
      query={useQuery(webhooksQuery(groupId))}
      columns={columns}
      rowKey={(webhook) => webhook.id}
      actions={create}
      empty={
        <Empty title={t('emptyTitle')} action={create}>
          {t('empty')}
        </Empty>
      }
    />
  )
}

function useWebhookColumns(): Column<Webhook>[] {
  const t = useText()
  return [
    {
      id: 'url',
      header: t('url'),
      cell: ({ url }) => (
        <Text size="sm" ff="monospace" truncate maw={420} title={url}>
          {url}
        </Text>
      ),
    },
    {
      id: 'events',
      header: t('events'),
      width: 120,
      cell: ({ events }) => (
        <span title={events.join('\n')}>{t('eventCount', { count: events.length })}</span>
      ),
    },
    {
      id: 'state',
      header: t('state'),
      width: 110,
      cell: ({ is_active: isActive }) => (
        <StateBadge state={isActive ? 'ready' : 'cancelled'} label={t(isActive ? 'active' : 'paused')} />
      ),
    },
    { id: 'actions', header: '', width: 340, cell: (webhook) => <WebhookActions webhook={webhook} /> },
  ]
}
