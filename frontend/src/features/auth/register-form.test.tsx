import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it, vi } from 'vitest'
import { renderPart } from '@/test/render'
import { problem, serve } from '@/test/server'
import { RegisterForm } from './components/register-form'

const register = 'POST /api/v1/auth/register'
const me = { id: '1', email: 'ada@example.org', name: 'Ada', organizations: [], groups: [] }

async function show({ code = '', needsCode = false } = {}) {
  const onRegistered = vi.fn()
  await renderPart(<RegisterForm code={code} needsCode={needsCode} onRegistered={onRegistered} />)
  return onRegistered
}

async function fillIn(password = 'correct horse battery') {
  await userEvent.type(screen.getByLabelText('E-mail'), 'ada@example.org')
  await userEvent.type(screen.getByLabelText('Name'), 'Ada')
  await userEvent.type(screen.getByLabelText('Password'), password)
  await userEvent.click(screen.getByRole('button', { name: 'Create account' }))
}

describe('RegisterForm', () => {
  it('asks for what is missing without asking the server', async () => {
    const server = serve({})
    await show()

    await fillIn('too short')

    expect(screen.getByLabelText('Password')).toHaveAccessibleDescription(/It needs at least 12 characters/)
    expect(server.paths()).not.toContain(register)
  })

  it('asks for a join code only where accounts need one', async () => {
    serve({})
    await show({ needsCode: true })

    await fillIn()

    expect(screen.getByLabelText('Join code')).toHaveAccessibleDescription(/Enter the join code/)
  })

  it.each([
    ['EmailTaken', 'E-mail', 'There is an account with this e-mail already.'],
    ['InvitationNotFound', /Join code/, 'There is no such join code.'],
    ['InvitationEnded', /Join code/, 'This join code has expired.'],
  ])('shows %s at its field', async (error, field, detail) => {
    serve({ [register]: problem(409, error, detail) })
    await show({ code: '7K2QD-M9XPR' })

    await fillIn()

    expect(await screen.findByText(detail)).toBeInTheDocument()
    expect(screen.getByLabelText(field)).toHaveAccessibleDescription(new RegExp(detail))
    expect(screen.queryByRole('alert')).not.toBeInTheDocument()
  })

  it('shows what concerns no field above the button', async () => {
    serve({ [register]: problem(403, 'RegistrationClosed', 'Accounts are made by the administrator.') })
    await show()

    await fillIn()

    expect(await screen.findByRole('alert')).toHaveTextContent('Accounts are made by the administrator.')
  })

  it('sends the code that was brought along', async () => {
    const server = serve({ [register]: { status: 201, body: me } })
    const onRegistered = await show({ code: '7K2QD-M9XPR' })

    await fillIn()

    await vi.waitFor(() => expect(onRegistered).toHaveBeenCalledWith(me, true))
    expect(await server.asked.at(-1)!.json()).toEqual({
      email: 'ada@example.org',
      name: 'Ada',
      password: 'correct horse battery',
      code: '7K2QD-M9XPR',
    })
  })

  it('sends no code where there is none', async () => {
    const server = serve({ [register]: { status: 201, body: me } })
    const onRegistered = await show()

    await fillIn()

    await vi.waitFor(() => expect(onRegistered).toHaveBeenCalledWith(me, false))
    expect(await server.asked.at(-1)!.json()).toMatchObject({ code: null })
  })
})
