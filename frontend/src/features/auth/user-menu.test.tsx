import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it, vi } from 'vitest'
import type { Me, OrganizationRole } from '@/api/types'
import { renderPart } from '@/test/render'
import { UserMenu } from './components/user-menu'

const person = (role: OrganizationRole, system_role: Me['system_role'] = null): Me => ({
  id: '1',
  email: 'ada@example.org',
  name: 'Ada',
  title: null,
  specialty: null,
  practice_start_year: null,
  system_role,
  organizations: [{ id: 'o1', name: 'North', role }],
  groups: [],
})

async function placesOf(me: Me) {
  await renderPart(<UserMenu me={me} onSignedOut={vi.fn()} />)
  await userEvent.click(screen.getByRole('button', { name: /Your account/ }))
  const items = await screen.findAllByRole('menuitem')
  return items.map(({ textContent }) => textContent)
}

describe('UserMenu', () => {
  it('leads everybody to their profile and out, and no further', async () => {
    expect(await placesOf(person('clinician'))).toEqual([
      'Profile',
      'About Isocenter',
      'Lock the screen',
      'Sign out',
    ])
  })

  it('leads the admin of an organisation to it', async () => {
    expect(await placesOf(person('admin'))).toEqual([
      'Profile',
      'About Isocenter',
      'North',
      'Lock the screen',
      'Sign out',
    ])
  })

  it('leads an administrator to accounts and organisations', async () => {
    const places = await placesOf(person('member', 'admin'))

    expect(places).toEqual([
      'Profile',
      'About Isocenter',
      'Accounts',
      'Organisations',
      'Lock the screen',
      'Sign out',
    ])
  })
})
