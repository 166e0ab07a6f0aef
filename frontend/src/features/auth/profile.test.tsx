import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import type { Me } from '@/api/types'
import { renderPart } from '@/test/render'
import { problem, serve } from '@/test/server'
import { PasswordForm } from './components/password-form'
import { ProfileForm } from './components/profile-form'
import { SessionList } from './components/session-list'

const me: Me = {
  id: '1',
  email: 'ada@example.org',
  name: 'Ada',
  title: 'Dr',
  specialty: 'Radiology',
  practice_start_year: 2004,
  system_role: null,
  organizations: [],
  groups: [],
}

describe('ProfileForm', () => {
  it('clears what was emptied', async () => {
    const cleared = { ...me, specialty: null, practice_start_year: null }
    const server = serve({ 'PATCH /api/v1/auth/me': { body: cleared } })
    await renderPart(<ProfileForm me={me} />)

    await userEvent.clear(screen.getByLabelText('Specialty'))
    await userEvent.clear(screen.getByLabelText('In practice since'))
    await userEvent.click(screen.getByRole('button', { name: 'Save' }))

    expect(await screen.findByText('Saved')).toBeInTheDocument()
    expect(await server.asked[0]!.json()).toEqual({
      name: 'Ada',
      title: 'Dr',
      specialty: null,
      practice_start_year: null,
    })
  })

  it('shows what the server says of a field at the field', async () => {
    const refused = {
      status: 422,
      body: {
        error: 'InvalidRequest',
        detail: 'The request is not valid.',
        errors: [{ field: 'body.practice_start_year', message: 'Not before 1900.' }],
      },
    }
    serve({ 'PATCH /api/v1/auth/me': refused })
    await renderPart(<ProfileForm me={me} />)

    await userEvent.type(screen.getByLabelText('In practice since'), '{selectall}1800')
    await userEvent.click(screen.getByRole('button', { name: 'Save' }))

    expect(await screen.findByText('Not before 1900.')).toBeInTheDocument()
  })
})

describe('PasswordForm', () => {
  async function change() {
    await userEvent.type(screen.getByLabelText('Current password'), 'what it was before')
    await userEvent.type(screen.getByLabelText('New password'), 'what it will be now')
    await userEvent.click(screen.getByRole('button', { name: 'Change password' }))
  }

  it('says at its field that the current password is wrong', async () => {
    const detail = 'The current password is wrong.'
    serve({ 'POST /api/v1/auth/password': problem(422, 'WrongPassword', detail) })
    await renderPart(<PasswordForm me={me} />)

    await change()

    expect(await screen.findByText(detail)).toBeInTheDocument()
    expect(screen.getByLabelText('Current password')).toHaveAccessibleDescription(detail)
  })

  it('empties itself and says so when the password is changed', async () => {
    serve({ 'POST /api/v1/auth/password': { status: 204 } })
    await renderPart(<PasswordForm me={me} />)

    await change()

    expect(await screen.findByText('Changed. You are signed out everywhere else.')).toBeInTheDocument()
    expect(screen.getByLabelText('New password')).toHaveValue('')
  })
})

describe('SessionList', () => {
  const session = (id: string, user_agent: string, is_current: boolean) => ({
    id,
    user_agent,
    is_current,
    created_at: '2026-01-05T10:00:00Z',
    last_used_at: '2026-01-06T10:00:00Z',
    expires_at: '2026-02-05T10:00:00Z',
  })
  const two = {
    items: [
      session('here', 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', true),
      session('there', 'python-httpx/0.28.1', false),
    ],
    total: 2,
    page: 1,
    page_size: 50,
  }
  const sessions = 'GET /api/v1/auth/sessions'

  it('marks this browser, and lets only the others be ended', async () => {
    serve({ [sessions]: { body: two } })
    await renderPart(<SessionList />)

    const [here, there] = await screen.findAllByRole('row').then((rows) => rows.slice(1))

    expect(here).toHaveTextContent('Firefox 140 on Linux')
    expect(here).toHaveTextContent('This one')
    expect(within(here!).queryByRole('button')).not.toBeInTheDocument()
    expect(within(there!).getByRole('button', { name: 'Sign out python-httpx/0.28.1' })).toBeInTheDocument()
  })

  it('ends one', async () => {
    const server = serve({
      [sessions]: { body: two },
      'DELETE /api/v1/auth/sessions/there': { status: 204 },
    })
    await renderPart(<SessionList />)

    await userEvent.click(await screen.findByRole('button', { name: 'Sign out python-httpx/0.28.1' }))

    expect(server.paths()).toContain('DELETE /api/v1/auth/sessions/there')
  })

  it('ends all others after asking once', async () => {
    const server = serve({ [sessions]: { body: two }, 'DELETE /api/v1/auth/sessions': { status: 204 } })
    await renderPart(<SessionList />)

    await userEvent.click(await screen.findByRole('button', { name: 'Sign out all others' }))
    const dialog = await screen.findByRole('dialog', { name: 'Sign out everywhere else?' })
    expect(server.paths()).not.toContain('DELETE /api/v1/auth/sessions')
    await userEvent.click(within(dialog).getByRole('button', { name: 'Sign out all others' }))

    expect(server.paths()).toContain('DELETE /api/v1/auth/sessions')
  })
})
