import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it, vi } from 'vitest'
import type { Group, GroupRole, Member } from '@/api/types'
import { renderPart } from '@/test/render'
import { problem, serve } from '@/test/server'
import { MemberList } from './components/member-list'

const group = (my_role: GroupRole) => ({ id: 'g1', name: 'Chest readers', my_role }) as Group
const member = (user_id: string, name: string, role: GroupRole): Member => ({
  user_id,
  name,
  role,
  email: `${user_id}@example.org`,
  title: 'Dr',
  specialty: null,
  joined_at: '2026-01-05T10:00:00Z',
})
const members = {
  body: {
    items: [member('lea', 'Lea Lead', 'admin'), member('rida', 'Rida Reader', 'annotator')],
    total: 2,
    page: 1,
    page_size: 500,
  },
}
const listed = 'GET /api/v1/groups/g1/members'

async function choose(field: string, role: RegExp) {
  await userEvent.click(await screen.findByRole('combobox', { name: field }))
  await userEvent.click(await screen.findByRole('option', { name: role }))
}

describe('MemberList', () => {
  it('lets those who do not lead look and leave, and change nothing', async () => {
    serve({ [listed]: members })
    await renderPart(<MemberList group={group('annotator')} myId="rida" />)

    expect(await screen.findByText('Dr Lea Lead')).toBeInTheDocument()
    expect(screen.queryByRole('combobox')).not.toBeInTheDocument()
    expect(screen.queryByRole('button', { name: /Remove/ })).not.toBeInTheDocument()
    expect(screen.getByRole('button', { name: 'Leave group' })).toBeInTheDocument()
  })

  it('changes the role of another at once', async () => {
    const server = serve({ [listed]: members, 'PATCH /api/v1/groups/g1/members/rida': { body: {} } })
    await renderPart(<MemberList group={group('admin')} myId="lea" />)

    await choose('Role of Rida Reader', /Reviewer/)

    const request = server.asked.find(({ method }) => method === 'PATCH')!
    expect(await request.json()).toEqual({ role: 'reviewer' })
  })

  it('asks the admin who would give up their own role', async () => {
    const server = serve({ [listed]: members, 'PATCH /api/v1/groups/g1/members/lea': { body: {} } })
    await renderPart(<MemberList group={group('admin')} myId="lea" />)

    await choose('Role of Lea Lead', /Viewer/)
    const dialog = await screen.findByRole('dialog', { name: 'Give up being admin?' })
    expect(server.paths()).toEqual([listed])
    await userEvent.click(within(dialog).getByRole('button', { name: 'Become Viewer' }))

    expect(server.paths()).toContain('PATCH /api/v1/groups/g1/members/lea')
  })

  it('says why the last admin cannot leave', async () => {
    const detail = 'The group would have no admin left. Make somebody else admin first.'
    serve({ [listed]: members, 'POST /api/v1/groups/g1/leave': problem(409, 'LastAdmin', detail) })
    await renderPart(<MemberList group={group('admin')} myId="lea" />)

    await userEvent.click(screen.getByRole('button', { name: 'Leave group' }))
    const dialog = await screen.findByRole('dialog', { name: 'Leave Chest readers?' })
    await userEvent.click(within(dialog).getByRole('button', { name: 'Leave group' }))

    expect(await within(dialog).findByRole('alert')).toHaveTextContent(detail)
  })

  it('goes to the groups after leaving', async () => {
    serve({ [listed]: members, 'POST /api/v1/groups/g1/leave': { status: 204 } })
    const { router } = await renderPart(<MemberList group={group('viewer')} myId="rida" />, {
      path: '/groups/g1/members',
    })

    await userEvent.click(screen.getByRole('button', { name: 'Leave group' }))
    const dialog = await screen.findByRole('dialog')
    await userEvent.click(within(dialog).getByRole('button', { name: 'Leave group' }))

    await vi.waitFor(() => expect(router.state.location.pathname).toBe('/groups'))
  })
})
