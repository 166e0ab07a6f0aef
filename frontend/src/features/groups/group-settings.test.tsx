import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it, vi } from 'vitest'
import type { Group } from '@/api/types'
import { renderPart } from '@/test/render'
import { problem, serve } from '@/test/server'
import { GroupSettings } from './components/group-settings'

const group: Group = {
  id: 'g1',
  organization_id: 'o1',
  organization_name: 'North',
  name: 'Chest readers',
  description: 'They read chests.',
  my_role: 'admin',
  member_count: 2,
  set_count: 1,
  version: 3,
  created_at: '2026-01-05T10:00:00Z',
}
const saved = 'PATCH /api/v1/groups/g1'

describe('GroupSettings', () => {
  it('is for admins', async () => {
    serve({})
    await renderPart(<GroupSettings group={{ ...group, my_role: 'reviewer' }} />)

    expect(screen.queryByLabelText('Name')).not.toBeInTheDocument()
    expect(screen.queryByRole('button', { name: 'Delete group' })).not.toBeInTheDocument()
  })

  it('saves over the version that was looked at', async () => {
    const server = serve({ [saved]: { body: { ...group, name: 'Thorax', version: 4 } } })
    await renderPart(<GroupSettings group={group} />)

    await userEvent.type(screen.getByLabelText('Name'), '{selectall}Thorax')
    await userEvent.click(screen.getByRole('button', { name: 'Save' }))

    expect(await screen.findByText('Saved')).toBeInTheDocument()
    expect(server.asked[0]!.headers.get('If-Match')).toBe('"3"')
  })

  it('says when somebody was first, and shows what they wrote', async () => {
    const theirs = { ...group, name: 'Lung readers', version: 4 }
    const server = serve({
      [saved]: ({ headers }) =>
        headers.get('If-Match') === '"4"'
          ? { body: { ...theirs, version: 5 } }
          : problem(412, 'StaleVersion', 'Somebody changed this meanwhile.'),
      'GET /api/v1/groups/g1': { body: theirs },
    })
    await renderPart(<GroupSettings group={group} />)

    await userEvent.type(screen.getByLabelText('Name'), '{selectall}Thorax')
    await userEvent.click(screen.getByRole('button', { name: 'Save' }))
    expect(await screen.findByRole('alert')).toHaveTextContent('Nothing of yours was saved.')
    await userEvent.click(screen.getByRole('button', { name: 'Look again' }))
    await vi.waitFor(() => expect(screen.getByLabelText('Name')).toHaveValue('Lung readers'))
    await userEvent.click(screen.getByRole('button', { name: 'Save' }))

    expect(await screen.findByText('Saved')).toBeInTheDocument()
    expect(screen.queryByRole('alert')).not.toBeInTheDocument()
    expect(server.paths()).toEqual([saved, 'GET /api/v1/groups/g1', saved])
  })

  it('names what goes with the group before it goes', async () => {
    const contents = { sets: 1, samples: 1200, packages: 3, readings: 41, objects: 0 }
    const server = serve({
      'GET /api/v1/groups/g1/contents': { body: contents },
      'DELETE /api/v1/groups/g1': { status: 204 },
    })
    const { router } = await renderPart(<GroupSettings group={group} />, { path: '/groups/g1/settings' })

    await userEvent.click(screen.getByRole('button', { name: 'Delete group' }))
    const dialog = await screen.findByRole('dialog', { name: 'Delete Chest readers?' })
    const items = await within(dialog).findAllByRole('listitem')
    expect(items.map(({ textContent }) => textContent)).toEqual([
      '1 set',
      '1,200 samples',
      '3 packages',
      '41 readings',
    ])
    await userEvent.click(within(dialog).getByRole('button', { name: 'Delete group' }))

    await vi.waitFor(() => expect(router.state.location.pathname).toBe('/groups'))
    expect(server.paths()).toContain('DELETE /api/v1/groups/g1')
  })

  it('does not delete while it is unknown what goes with it', async () => {
    serve({ 'GET /api/v1/groups/g1/contents': problem(503, 'Unavailable', 'The database is away.') })
    await renderPart(<GroupSettings group={group} />)

    await userEvent.click(screen.getByRole('button', { name: 'Delete group' }))
    const dialog = await screen.findByRole('dialog', { name: 'Delete Chest readers?' })

    expect(await within(dialog).findByRole('alert')).toHaveTextContent('The database is away.')
    expect(within(dialog).getByRole('button', { name: 'Delete group' })).toBeDisabled()
  })
})
