import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import type { Invitation } from '@/api/types'
import { renderPart } from '@/test/render'
import { serve } from '@/test/server'
import { InvitationList } from './components/invitation-list'

const invitation = (patch: Partial<Invitation> = {}): Invitation => ({
  id: 'i1',
  group_id: 'g1',
  code: '7K2QD-M9XPR',
  role: 'annotator',
  note: 'The residents',
  email: null,
  requires_approval: false,
  mailed_at: null,
  created_by: { id: 'u1', name: 'Lea Lead' },
  created_at: '2026-01-05T10:00:00Z',
  expires_at: '2026-01-12T10:00:00Z',
  max_uses: 5,
  use_count: 2,
  revoked_at: null,
  state: 'open',
  ...patch,
})
const list = (...items: Invitation[]) => ({
  body: { items, total: items.length, page: 1, page_size: 50 },
})
const listed = 'GET /api/v1/groups/g1/invitations'

describe('InvitationList', () => {
  it('says what a join code is for when there is none', async () => {
    serve({ [listed]: list() })
    await renderPart(<InvitationList groupId="g1" />)

    expect(await screen.findByText('No join code yet')).toBeInTheDocument()
  })

  it('shows how far each code is used, and its state', async () => {
    serve({ [listed]: list(invitation(), invitation({ id: 'i2', max_uses: null, state: 'revoked' })) })
    await renderPart(<InvitationList groupId="g1" />)

    const [open, revoked] = await screen.findAllByRole('row').then((rows) => rows.slice(1))

    expect(open).toHaveTextContent('2 / 5')
    expect(open).toHaveTextContent('Open')
    expect(revoked).toHaveTextContent('Revoked')
    expect(within(revoked!).queryByRole('button')).not.toBeInTheDocument()
  })

  it('makes a code and shows it with its link', async () => {
    const made = 'POST /api/v1/groups/g1/invitations'
    const server = serve({ [listed]: list(), [made]: { status: 201, body: invitation() } })
    await renderPart(<InvitationList groupId="g1" />)

    await userEvent.click((await screen.findAllByRole('button', { name: 'New join code' }))[0]!)
    await userEvent.type(await screen.findByLabelText('People who may join'), '5')
    await userEvent.type(screen.getByLabelText('For'), 'The residents')
    await userEvent.click(screen.getByRole('button', { name: 'Create code' }))

    const dialog = await screen.findByRole('dialog', { name: 'The code is ready' })
    expect(await within(dialog).findByLabelText('Join code')).toHaveValue('7K2QD-M9XPR')
    expect(within(dialog).getByLabelText('Link')).toHaveValue(`${location.origin}/join#7K2QD-M9XPR`)
    const request = server.asked.find(({ method }) => method === 'POST')!
    expect(await request.json()).toEqual({
      role: 'annotator',
      expires_in_days: 7,
      max_uses: 5,
      note: 'The residents',
      email: null,
      requires_approval: false,
    })
  })

  it('refuses a time that the server would refuse', async () => {
    const server = serve({ [listed]: list() })
    await renderPart(<InvitationList groupId="g1" />)

    await userEvent.click((await screen.findAllByRole('button', { name: 'New join code' }))[0]!)
    await userEvent.type(await screen.findByLabelText('Open for (days)'), '{selectall}91')
    await userEvent.click(screen.getByRole('button', { name: 'Create code' }))

    expect(screen.getByText('A number from 1 to 90.')).toBeInTheDocument()
    expect(server.paths()).toEqual([listed])
  })

  it('revokes after asking once', async () => {
    const server = serve({ [listed]: list(invitation()), 'DELETE /api/v1/invitations/i1': { status: 204 } })
    await renderPart(<InvitationList groupId="g1" />)

    await userEvent.click(await screen.findByRole('button', { name: 'Revoke 7K2QD-M9XPR' }))
    await userEvent.click(await screen.findByRole('button', { name: 'Revoke code' }))

    expect(server.paths()).toContain('DELETE /api/v1/invitations/i1')
  })
})
