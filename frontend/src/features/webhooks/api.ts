import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { api, unwrap } from '@/api/client'
import type { components } from '@/api/schema'

type Schemas = components['schemas']
export type Webhook = Schemas['WebhookRead']
export type WebhookEvent = Schemas['WebhookEvent']
export type Delivery = Schemas['DeliveryRead']

const POLL_MS = 3_000
const ofWebhook = (id: string) => ({ path: { webhook_id: id } })

export const webhooksQuery = (groupId: string) =>
  queryOptions({
    queryKey: ['groups', groupId, 'webhooks'],
    queryFn: () => {
      const params = { path: { group_id: groupId }, query: { page_size: 50 } }
      return unwrap(api.GET('/api/v1/groups/{group_id}/webhooks', { params }))
    },
  })

/** The last deliveries; looked at again while some are on their way. */
export const deliveriesQuery = (id: string) =>
  queryOptions({
    queryKey: ['webhooks', id, 'deliveries'],
    queryFn: () => unwrap(api.GET('/api/v1/webhooks/{webhook_id}/deliveries', { params: ofWebhook(id) })),
    refetchInterval: ({ state }) =>
      state.data?.items.some((delivery) => delivery.state === 'pending') ? POLL_MS : false,
  })

export function useCreateWebhook(groupId: string) {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (body: Schemas['WebhookCreate']) =>
      unwrap(
        api.POST('/api/v1/groups/{group_id}/webhooks', { params: { path: { group_id: groupId } }, body }),
      ),
    meta: { showsError: true },
    // The secret is shown once and kept nowhere.
    gcTime: 0,
    onSuccess: () => queryClient.invalidateQueries(webhooksQuery(groupId)),
  })
}

export function usePauseWebhook({ id, group_id: groupId }: Webhook) {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (isActive: boolean) =>
      unwrap(
        api.PATCH('/api/v1/webhooks/{webhook_id}', { params: ofWebhook(id), body: { is_active: isActive } }),
      ),
    onSettled: () => queryClient.invalidateQueries(webhooksQuery(groupId)),
  })
}

export function useDeleteWebhook({ id, group_id: groupId }: Webhook) {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: () => unwrap(api.DELETE('/api/v1/webhooks/{webhook_id}', { params: ofWebhook(id) })),
    meta: { showsError: true },
    onSuccess: () => queryClient.invalidateQueries(webhooksQuery(groupId)),
  })
}

export function usePingWebhook({ id }: Webhook) {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: () => unwrap(api.POST('/api/v1/webhooks/{webhook_id}/ping', { params: ofWebhook(id) })),
    onSettled: () => queryClient.invalidateQueries(deliveriesQuery(id)),
  })
}

export function useResend({ id, webhook_id: webhookId }: Delivery) {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: () =>
      unwrap(
        api.POST('/api/v1/webhook-deliveries/{delivery_id}/resend', {
          params: { path: { delivery_id: id } },
        }),
      ),
    onSettled: () => queryClient.invalidateQueries(deliveriesQuery(webhookId)),
  })
}
