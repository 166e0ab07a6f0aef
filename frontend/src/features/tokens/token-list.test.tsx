import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, it } from 'vitest'
import type { Me } from '@/api/types'
import { renderPart } from '@/test/render'
import { serve } from '@/test/server'
import type { ApiToken } from './api'
import { TokenList } from './components/token-list'

const me = { id: 'u1', groups: [{ id: 'g1', name: 'Chest readers', role: 'admin' }] } as Me
const token: ApiToken = {
  id: 't1',
  name: 'Nightly export',
  hint: 'iso_abcd',
  scope: 'read',
  group_id: 'g1',
  created_at: '2026-01-05T10:00:00Z',
  expires_at: '2027-01-05T10:00:00Z',
  last_used_at: null,
}
const listed = 'GET /api/v1/auth/tokens'
const list = (...items: ApiToken[]) => ({ body: { items, total: items.length, page: 1, page_size: 100 } })

it('makes a token and shows it once', async () => {
  const server = serve({
    [listed]: list(),
    'POST /api/v1/auth/tokens': { status: 201, body: { ...token, token: 'iso_abcdefgh' } },
  })
  await renderPart(<TokenList me={me} />)

  await userEvent.click((await screen.findAllByRole('button', { name: 'New token' }))[0]!)
  await userEvent.type(screen.getByRole('textbox', { name: 'For' }), 'Script')
  await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Group' }), 'Chest readers')
  await userEvent.click(screen.getByRole('button', { name: 'Make token' }))

  expect(await screen.findByDisplayValue('iso_abcdefgh')).toBeVisible()
  const asked = server.asked.find(({ method }) => method === 'POST')
  expect(await asked!.json()).toEqual({ name: 'Script', scope: 'read', group_id: 'g1', expires_in_days: 90 })
})

it('says what each may, and ends it', async () => {
  const server = serve({ [listed]: list(token), 'DELETE /api/v1/auth/tokens/t1': { status: 204 } })
  await renderPart(<TokenList me={me} />)

  expect(await screen.findByText('Chest readers')).toBeVisible()
  expect(screen.getByText('never')).toBeVisible()
  await userEvent.click(screen.getByRole('button', { name: 'Revoke Nightly export' }))

  await waitFor(() => expect(server.paths()).toContain('DELETE /api/v1/auth/tokens/t1'))
})
