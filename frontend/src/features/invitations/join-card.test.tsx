import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { useState } from 'react'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { Group, InvitationPreview } from '@/api/types'
import { renderPart } from '@/test/render'
import { problem, serve } from '@/test/server'
import { JoinCard } from './components/join-card'
import { forgetCode, keepCode, keptCode } from './kept-code'

const code = '7K2QD-M9XPR'
const preview: InvitationPreview = {
  group_name: 'Chest readers',
  organization_name: 'North',
  role: 'annotator',
  invited_by: 'Lea Lead',
  expires_at: '2026-12-01T10:00:00Z',
  is_member: false,
  requires_approval: false,
  is_pending: false,
}
const asked = 'POST /api/v1/invitations/preview'
const accepted = 'POST /api/v1/invitations/accept'

async function show(startsWith: string | null = code) {
  const onJoined = vi.fn<(group: Group) => void>()
  function Part() {
    const [code, setCode] = useState(startsWith)
    return <JoinCard code={code} onCode={setCode} onJoined={onJoined} />
  }
  await renderPart(<Part />)
  return onJoined
}

beforeEach(forgetCode)

describe('JoinCard', () => {
  it('shows what the code opens before anybody goes in', async () => {
    const server = serve({ [asked]: { body: preview } })
    await show()

    expect(await screen.findByText('Chest readers')).toBeInTheDocument()
    expect(screen.getByText('North')).toBeInTheDocument()
    expect(screen.getByText('Annotator (reads packages)')).toBeInTheDocument()
    expect(screen.getByText('Lea Lead')).toBeInTheDocument()
    expect(server.paths()).toEqual([asked])
  })

  it('sends the code in no address', async () => {
    const server = serve({ [asked]: { body: preview } })
    await show()

    await screen.findByText('Chest readers')

    expect(server.asked.every(({ url }) => !url.includes(code))).toBe(true)
    expect(await server.asked[0]!.json()).toEqual({ code })
  })

  it('joins, and forgets the code', async () => {
    keepCode(code)
    serve({ [asked]: { body: preview }, [accepted]: { body: { is_pending: false, group: { id: 'g1' } } } })
    const onJoined = await show()

    await userEvent.click(await screen.findByRole('button', { name: 'Join group' }))

    await vi.waitFor(() => expect(onJoined).toHaveBeenCalledWith({ id: 'g1' }))
    expect(keptCode()).toBeNull()
  })

  it('leads a member there without asking to join', async () => {
    serve({
      [asked]: { body: { ...preview, is_member: true } },
      [accepted]: { body: { is_pending: false, group: { id: 'g1' } } },
    })
    const onJoined = await show()

    expect(await screen.findByText('You are a member of this group already.')).toBeInTheDocument()
    await userEvent.click(screen.getByRole('button', { name: 'Open group' }))

    await vi.waitFor(() => expect(onJoined).toHaveBeenCalledWith({ id: 'g1' }))
  })

  it.each([
    [404, 'InvitationNotFound', 'This code opens nothing', 'There is no such join code.'],
    [409, 'InvitationEnded', 'This code is over', 'This join code has expired.'],
    [409, 'InvitationEnded', 'This code is over', 'This join code is used up.'],
  ])(
    'says of a code that does not work why, and asks for another (%s %s)',
    async (status, error, title, detail) => {
      keepCode(code)
      serve({ [asked]: problem(status, error, detail) })
      await show()

      expect(await screen.findByText(title)).toBeInTheDocument()
      expect(screen.getByText(detail)).toBeInTheDocument()
      await userEvent.click(screen.getByRole('button', { name: 'Enter another code' }))

      expect(screen.getByLabelText('Join code')).toHaveFocus()
      expect(keptCode()).toBeNull()
    },
  )

  it('shows at the field that a typed code opens nothing', async () => {
    serve({ [asked]: problem(404, 'InvitationNotFound', 'There is no such join code.') })
    await show(null)

    await userEvent.type(screen.getByLabelText('Join code'), 'nonsense{Enter}')

    expect(await screen.findByText('There is no such join code.')).toBeInTheDocument()
    expect(screen.getByLabelText('Join code')).toHaveAccessibleDescription(/There is no such join code/)
  })

  it('tries again when the server did not answer', async () => {
    const answers = [problem(503, 'Unavailable', 'The database is away.'), { body: preview }]
    serve({ [asked]: () => answers.shift()! })
    await show()

    await userEvent.click(await screen.findByRole('button', { name: 'Try again' }))

    expect(await screen.findByText('Chest readers')).toBeInTheDocument()
  })
})

describe('a code that needs approval', () => {
  it('asks, and says that an admin must let one in', async () => {
    serve({
      [asked]: { body: { ...preview, requires_approval: true } },
      [accepted]: { body: { is_pending: true, group: null } },
    })
    const onJoined = await show()

    await userEvent.click(await screen.findByRole('button', { name: 'Ask to join' }))

    expect(await screen.findByText(/You have asked to join/)).toBeVisible()
    expect(onJoined).not.toHaveBeenCalled()
  })
})
