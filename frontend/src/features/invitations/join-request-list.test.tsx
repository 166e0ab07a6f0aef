import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, it } from 'vitest'
import type { JoinRequest } from '@/api/types'
import { renderPart } from '@/test/render'
import { serve } from '@/test/server'
import { JoinRequestList } from './components/join-request-list'

const request: JoinRequest = {
  id: 'r1',
  group_id: 'g1',
  user_id: 'u1',
  name: 'Nora New',
  email: 'nora@hospital.example',
  role: 'annotator',
  was_removed: true,
  created_at: '2026-01-05T10:00:00Z',
}
const listed = 'GET /api/v1/groups/g1/join-requests'

it('lets somebody in, and is gone when nobody waits', async () => {
  let items = [request]
  const server = serve({
    [listed]: () => ({ body: { items, total: items.length, page: 1, page_size: 200 } }),
    'POST /api/v1/join-requests/r1/accept': () => {
      items = []
      return { body: {} }
    },
  })
  await renderPart(<JoinRequestList groupId="g1" />)

  expect(await screen.findByText(/was removed before/)).toBeVisible()
  await userEvent.click(screen.getByRole('button', { name: 'Let Nora New in' }))

  await waitFor(() => expect(screen.queryByText('Nora New')).toBeNull())
  expect(server.paths()).toContain('POST /api/v1/join-requests/r1/accept')
})
