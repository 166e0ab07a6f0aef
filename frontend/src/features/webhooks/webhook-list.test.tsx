import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, it } from 'vitest'
import { renderPart } from '@/test/render'
import { serve } from '@/test/server'
import type { Delivery, Webhook } from './api'
import { WebhookList } from './components/webhook-list'

const webhook: Webhook = {
  id: 'w1',
  group_id: 'g1',
  owner_id: 'u1',
  url: 'https://hooks.example/in',
  events: ['set.updated'],
  is_active: true,
  created_at: '2026-01-05T10:00:00Z',
}
const delivery: Delivery = {
  id: 'd1',
  webhook_id: 'w1',
  event: 'set.updated',
  payload: {},
  state: 'failed',
  attempts: 6,
  next_at: '2026-01-05T10:00:00Z',
  status: 503,
  error: 'Answered 503.',
  created_at: '2026-01-05T10:00:00Z',
  delivered_at: null,
}
const listed = 'GET /api/v1/groups/g1/webhooks'
const page = <Item,>(...items: Item[]) => ({ body: { items, total: items.length, page: 1, page_size: 50 } })

it('makes a webhook and shows its secret once', async () => {
  const server = serve({
    [listed]: page(),
    'POST /api/v1/groups/g1/webhooks': { status: 201, body: { ...webhook, secret: 'whsec_abc' } },
  })
  await renderPart(<WebhookList groupId="g1" />)

  await userEvent.click((await screen.findAllByRole('button', { name: 'New webhook' }))[0]!)
  await userEvent.click(screen.getByRole('textbox', { name: 'Address' }))
  await userEvent.paste('https://hooks.example/in')
  await userEvent.click(screen.getByRole('combobox', { name: 'Events' }))
  await userEvent.click(await screen.findByRole('option', { name: 'set.updated' }))
  await userEvent.click(screen.getByRole('button', { name: 'Make webhook' }))

  expect(await screen.findByDisplayValue('whsec_abc')).toBeVisible()
  const asked = server.asked.find(({ method }) => method === 'POST')
  expect(await asked!.json()).toEqual({ url: 'https://hooks.example/in', events: ['set.updated'] })
})

it('shows what did not arrive and sends it again', async () => {
  const server = serve({
    [listed]: page(webhook),
    'GET /api/v1/webhooks/w1/deliveries': page(delivery),
    'POST /api/v1/webhook-deliveries/d1/resend': { status: 202, body: { ...delivery, state: 'pending' } },
  })
  await renderPart(<WebhookList groupId="g1" />)

  await userEvent.click(await screen.findByRole('button', { name: 'Deliveries to https://hooks.example/in' }))
  expect(await screen.findByText('Answered 503.')).toBeVisible()
  await userEvent.click(screen.getByRole('button', { name: 'Send set.updated again' }))

  await waitFor(() => expect(server.paths()).toContain('POST /api/v1/webhook-deliveries/d1/resend'))
})
