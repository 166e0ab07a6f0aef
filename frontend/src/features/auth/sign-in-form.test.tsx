import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it, vi } from 'vitest'
import { renderPart } from '@/test/render'
import { problem, serve } from '@/test/server'
import { SignInForm } from './components/sign-in-form'

const about = (demo: boolean) => ({
  body: {
    name: 'Isocenter',
    version: '0.1.0',
    demo,
    demo_accounts: demo ? [{ email: 'ada@example.org', password: 'a long one', role: 'admin' }] : [],
  },
})
const me = {
  id: '1',
  email: 'ada@example.org',
  name: 'Ada',
  system_role: null,
  organizations: [],
  groups: [],
}

async function fillIn(email: string, password: string) {
  await userEvent.type(screen.getByLabelText('E-mail'), email)
  await userEvent.type(screen.getByLabelText('Password'), password)
  await userEvent.click(screen.getByRole('button', { name: 'Sign in' }))
}

describe('SignInForm', () => {
  it('asks for what is missing without asking the server', async () => {
    const server = serve({ 'GET /api/v1/about': about(false) })
    await renderPart(<SignInForm onSignedIn={vi.fn()} />)

    await userEvent.click(screen.getByRole('button', { name: 'Sign in' }))

    expect(screen.getByText('Enter your e-mail address.')).toBeInTheDocument()
    expect(server.paths()).not.toContain('POST /api/v1/auth/sign-in')
  })

  it('says what is wrong in the words of the server', async () => {
    const refused = problem(401, 'WrongCredentials', 'The e-mail address or the password is wrong.')
    serve({ 'GET /api/v1/about': about(false), 'POST /api/v1/auth/sign-in': refused })
    await renderPart(<SignInForm onSignedIn={vi.fn()} />)

    await fillIn('ada@example.org', 'wrong')

    expect(await screen.findByRole('alert')).toHaveTextContent('The e-mail address or the password is wrong.')
  })

  it('goes on when the server agrees', async () => {
    const onSignedIn = vi.fn()
    serve({ 'GET /api/v1/about': about(false), 'POST /api/v1/auth/sign-in': { body: me } })
    await renderPart(<SignInForm onSignedIn={onSignedIn} />)

    await fillIn('ada@example.org', 'right')

    await vi.waitFor(() => expect(onSignedIn).toHaveBeenCalledOnce())
  })

  it('fills in an account of a demonstration', async () => {
    serve({ 'GET /api/v1/about': about(true) })
    await renderPart(<SignInForm onSignedIn={vi.fn()} />)

    await userEvent.click(await screen.findByRole('button', { name: /ada@example.org/ }))

    expect(screen.getByLabelText('E-mail')).toHaveValue('ada@example.org')
    expect(screen.getByLabelText('Password')).toHaveValue('a long one')
  })

  it('names no account on any other server', async () => {
    const server = serve({ 'GET /api/v1/about': about(false) })
    await renderPart(<SignInForm onSignedIn={vi.fn()} />)

    await vi.waitFor(() => expect(server.paths()).toContain('GET /api/v1/about'))

    expect(screen.queryByText(/demonstration/)).not.toBeInTheDocument()
  })
})
