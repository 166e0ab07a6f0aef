import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it, vi } from 'vitest'
import type { Organization, OrganizationGroup } from '@/api/types'
import { renderPart } from '@/test/render'
import { problem, serve } from '@/test/server'
import { OrganizationGroups } from './components/organization-groups'
import { OrganizationMembers } from './components/organization-members'

const organization = { id: 'o1', name: 'North', center_key: 'north', my_role: 'admin' } as Organization
const list = (...items: unknown[]) => ({
  body: { items, total: items.length, page: 1, page_size: 50 },
})

describe('OrganizationGroups', () => {
  const listed = 'GET /api/v1/organizations/o1/groups'
  const group = (id: string, name: string, my_role: OrganizationGroup['my_role']) => ({
    id,
    name,
    my_role,
    member_count: 3,
    set_count: 2,
    created_at: '2026-01-05T10:00:00Z',
  })

  it('links only to groups that one is in', async () => {
    serve({ [listed]: list(group('g1', 'Chest readers', 'admin'), group('g2', 'Knee readers', null)) })
    await renderPart(<OrganizationGroups organization={organization} />)

    expect(await screen.findByRole('link', { name: 'Chest readers' })).toBeInTheDocument()
    expect(screen.queryByRole('link', { name: 'Knee readers' })).not.toBeInTheDocument()
    expect(screen.queryByRole('button', { name: 'Enter group Chest readers' })).not.toBeInTheDocument()
  })

  it('says that entering is recorded before one enters', async () => {
    const entered = 'POST /api/v1/organizations/o1/groups/g2/enter'
    const server = serve({
      [listed]: list(group('g2', 'Knee readers', null)),
      [entered]: { body: { id: 'g2' } },
    })
    const { router } = await renderPart(<OrganizationGroups organization={organization} />)

    await userEvent.click(await screen.findByRole('button', { name: 'Enter group Knee readers' }))
    const dialog = await screen.findByRole('dialog', { name: 'Enter Knee readers?' })
    expect(dialog).toHaveTextContent('the audit log records that you entered')
    expect(server.paths()).not.toContain(entered)
    await userEvent.click(within(dialog).getByRole('button', { name: 'Enter group' }))

    await vi.waitFor(() => expect(router.state.location.pathname).toBe('/groups/g2'))
  })
})

describe('OrganizationMembers', () => {
  const listed = 'GET /api/v1/organizations/o1/members'
  const rida = {
    user_id: 'rida',
    name: 'Rida Reader',
    email: 'rida@example.org',
    title: null,
    specialty: 'Radiology',
    role: 'member',
    joined_at: '2026-01-05T10:00:00Z',
  }

  it('names the group that would be left without an admin', async () => {
    const detail = 'Chest readers would have no admin left. Make somebody else admin first.'
    serve({
      [listed]: list(rida),
      'DELETE /api/v1/organizations/o1/members/rida': problem(409, 'LastAdmin', detail),
    })
    await renderPart(<OrganizationMembers organization={organization} myId="lea" />)

    await userEvent.click(await screen.findByRole('button', { name: 'Remove Rida Reader' }))
    const dialog = await screen.findByRole('dialog')
    await userEvent.click(within(dialog).getByRole('button', { name: 'Remove member' }))

    expect(await within(dialog).findByRole('alert')).toHaveTextContent(detail)
  })

  it('shows at its field that nobody has the address', async () => {
    const detail = 'There is no account with this e-mail.'
    serve({
      [listed]: list(rida),
      'POST /api/v1/organizations/o1/members': problem(404, 'UserNotFound', detail),
    })
    await renderPart(<OrganizationMembers organization={organization} myId="lea" />)

    await userEvent.click(screen.getByRole('button', { name: 'Add member' }))
    const dialog = await screen.findByRole('dialog', { name: 'Add a member' })
    await userEvent.type(within(dialog).getByLabelText('E-mail'), 'nobody@example.org{Enter}')

    expect(await within(dialog).findByText(detail)).toBeInTheDocument()
    expect(within(dialog).getByLabelText('E-mail')).toHaveAccessibleDescription(new RegExp(detail))
  })
})
