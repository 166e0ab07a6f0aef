import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it, vi } from 'vitest'
import type { User } from '@/api/types'
import { renderPart } from '@/test/render'
import { problem, serve } from '@/test/server'
import { UserList } from './components/user-list'

const user = (id: string, name: string, patch: Partial<User> = {}): User => ({
  id,
  name,
  email: `${id}@example.org`,
  title: null,
  specialty: null,
  practice_start_year: null,
  system_role: null,
  is_active: true,
  created_at: '2026-01-05T10:00:00Z',
  ...patch,
})
const list = (...items: User[]) => ({ body: { items, total: items.length, page: 1, page_size: 50 } })
const listed = 'GET /api/v1/users'
const ada = user('ada', 'Ada', { system_role: 'admin' })
const rida = user('rida', 'Rida Reader')

async function confirm(button: string, dialogTitle: string, action: string) {
  await userEvent.click(await screen.findByRole('button', { name: button }))
  const dialog = await screen.findByRole('dialog', { name: dialogTitle })
  await userEvent.click(within(dialog).getByRole('button', { name: action }))
  return dialog
}

describe('UserList', () => {
  it('searches by what the address says', async () => {
    const server = serve({ [listed]: list() })
    await renderPart(<UserList myId="ada" />, { path: '/admin/accounts?q=rida' })

    expect(await screen.findByText('No name and no e-mail holds “rida”.')).toBeInTheDocument()
    expect(new URL(server.asked[0]!.url).searchParams.get('search')).toBe('rida')
  })

  it.each([
    [
      rida,
      'Make admin: Rida Reader',
      'Make Rida Reader an administrator?',
      'Make admin',
      { system_role: 'admin' },
    ],
    [rida, 'Deactivate Rida Reader', 'Deactivate Rida Reader?', 'Deactivate', { is_active: false }],
    [
      { ...rida, is_active: false },
      'Activate Rida Reader',
      'Activate Rida Reader?',
      'Activate',
      { is_active: true },
    ],
  ])('asks once and changes an account', async (shown, button, title, action, body) => {
    const changed = 'PATCH /api/v1/users/rida'
    const server = serve({ [listed]: list(ada, shown), [changed]: { body: shown } })
    await renderPart(<UserList myId="ada" />)

    await confirm(button, title, action)

    await vi.waitFor(() => expect(server.paths()).toContain(changed))
    expect(await server.asked.find(({ method }) => method === 'PATCH')!.json()).toEqual(body)
  })

  it('says why the last administrator stays one', async () => {
    const detail = 'There would be no administrator left.'
    serve({ [listed]: list(ada), 'PATCH /api/v1/users/ada': problem(409, 'LastSystemAdmin', detail) })
    await renderPart(<UserList myId="ada" />)

    const dialog = await confirm(
      'Remove admin: Ada',
      "Take the administrator's rights from Ada?",
      'Remove admin',
    )

    expect(await within(dialog).findByRole('alert')).toHaveTextContent(detail)
  })

  it('shows at its field that an address is taken', async () => {
    const detail = 'There is an account with this e-mail already.'
    serve({ [listed]: list(ada), 'POST /api/v1/users': problem(409, 'EmailTaken', detail) })
    await renderPart(<UserList myId="ada" />)

    await userEvent.click(screen.getByRole('button', { name: 'New account' }))
    const dialog = await screen.findByRole('dialog', { name: 'New account' })
    await userEvent.type(within(dialog).getByLabelText('E-mail'), 'rida@example.org')
    await userEvent.type(within(dialog).getByLabelText('Name'), 'Rida')
    await userEvent.type(within(dialog).getByLabelText('Password'), 'correct horse battery')
    await userEvent.click(within(dialog).getByRole('button', { name: 'Create account' }))

    expect(await within(dialog).findByText(detail)).toBeInTheDocument()
    expect(within(dialog).getByLabelText('E-mail')).toHaveAccessibleDescription(detail)
  })
})
