import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Me } from '@/api/types'
import { renderPart } from '@/test/render'
import { problem, serve } from '@/test/server'
import { rememberPlace } from '../recent/recent-places'
import { PaletteHost } from './palette-host'
import { PaletteOpener } from './palette-opener'

const me: Me = {
  id: 'ada',
  email: 'ada@example.org',
  name: 'Ada',
  system_role: null,
  title: null,
  specialty: null,
  practice_start_year: null,
  organizations: [{ id: 'centre', name: 'Centre', role: 'member' }],
  groups: [{ id: 'group', name: 'Chest readers', role: 'admin' }],
}
const page = (...items: object[]) => ({ body: { items, total: items.length, page: 1, page_size: 50 } })
const set = { id: 'set', group_id: 'group', name: 'Lung findings', my_role: 'admin', archived_at: null }
const routes = {
  'GET /api/v1/packages': page(),
  'GET /api/v1/sets': page(set),
  'GET /api/v1/sets/set': { body: set },
  'GET /api/v1/studies': page({
    id: 'study',
    patient_label: 'P-1',
    description: 'Chest',
    modalities: ['CT'],
  }),
}

// What jsdom lacks.
beforeAll(() => {
  HTMLDialogElement.prototype.showModal = function () {
    this.open = true
  }
  HTMLDialogElement.prototype.close = function () {
    this.open = false
  }
})

beforeEach(() => localStorage.clear())

async function openPalette(answers: Parameters<typeof serve>[0] = {}, place = {}) {
  serve({ ...routes, ...answers })
  const view = await renderPart(
    <PaletteHost me={me}>
      <PaletteOpener />
    </PaletteHost>,
    place,
  )
  await userEvent.keyboard('{Control>}k{/Control}')
  return { ...view, field: screen.getByRole('combobox', { name: 'Search and commands' }) }
}

const options = () => screen.queryAllByRole('option').map(({ textContent }) => textContent)
const chosen = () => screen.getByRole('option', { selected: true })

describe('the command palette', () => {
  it('is opened by its field too, and closed by Escape', async () => {
    serve(routes)
    await renderPart(
      <PaletteHost me={me}>
        <PaletteOpener />
      </PaletteHost>,
    )

    await userEvent.click(screen.getByRole('button', { name: /^Search and commands/ }))
    const dialog = screen.getByRole('dialog', { name: 'Search and commands' })
    dialog.dispatchEvent(new Event('cancel', { cancelable: true }))

    await waitFor(() => expect(screen.queryByRole('combobox')).not.toBeInTheDocument())
  })

  it('goes by keyboard alone, and tells a screen reader what Enter would do', async () => {
    const { field, router } = await openPalette()

    await userEvent.keyboard('stud')
    expect(chosen()).toHaveTextContent('Studies')
    expect(field).toHaveAttribute('aria-activedescendant', chosen().id)
    await userEvent.keyboard('{Enter}')

    expect(router.history.location.pathname).toBe('/studies')
    expect(screen.queryByRole('combobox')).not.toBeInTheDocument()
  })

  it('walks with the arrow keys and goes round', async () => {
    await openPalette()
    const [first] = options()

    await userEvent.keyboard('{ArrowUp}')
    expect(chosen().textContent).toBe(options().at(-1))
    await userEvent.keyboard('{ArrowDown}')

    expect(chosen().textContent).toBe(first)
  })

  it('finds groups, sets and studies', async () => {
    const { router } = await openPalette()

    await userEvent.keyboard('lung')
    expect(await screen.findByRole('option', { name: /Lung findings/ })).toBeInTheDocument()
    const studies = await screen.findByRole('group', { name: 'Studies' })
    await userEvent.click(within(studies).getByRole('option', { name: /P-1/ }))

    expect(router.history.location.pathname).toBe('/studies/study')
  })

  it('says inside when studies cannot be searched, and tries again', async () => {
    let isAway = true
    await openPalette({
      'GET /api/v1/studies': () =>
        isAway ? problem(500, 'Unexpected', 'The database is away.') : routes['GET /api/v1/studies'],
    })

    await userEvent.keyboard('p-1')
    expect(await screen.findByRole('alert')).toHaveTextContent('The database is away.')
    isAway = false
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }))

    expect(await screen.findByRole('option', { name: /P-1/ })).toBeInTheDocument()
  })

  it('says that nothing is found', async () => {
    await openPalette({ 'GET /api/v1/studies': page() })

    await userEvent.keyboard('zzzz')

    expect(await screen.findByText('No study matches “zzzz”.')).toBeInTheDocument()
    expect(screen.getByText('Nothing found')).toBeInTheDocument()
  })

  it('begins with where one was last', async () => {
    rememberPlace('ada', { kind: 'set', path: '/sets/set', title: 'Lung findings' })

    await openPalette()

    expect(chosen()).toHaveTextContent('Lung findings')
  })

  it('offers a new group to members of a centre, and opens its dialog', async () => {
    await openPalette()

    await userEvent.keyboard('new group{Enter}')

    expect(await screen.findByRole('dialog', { name: 'New group' })).toBeInTheDocument()
  })

  describe('on the page of a set', () => {
    const onSet = { path: '/sets/set', route: '/sets/$setId' }

    it('takes the next package', async () => {
      const { router } = await openPalette(
        { 'POST /api/v1/sets/set/packages/claim': { body: { id: 'package' } } },
        onSet,
      )

      await userEvent.click(await screen.findByRole('option', { name: /Take the next package/ }))

      await waitFor(() => expect(router.history.location.pathname).toBe('/packages/package'))
    })

    it('offers nothing that an archived set would refuse', async () => {
      const archived = { ...set, archived_at: '2026-01-01T00:00:00Z' }
      await openPalette({ 'GET /api/v1/sets/set': { body: archived } }, onSet)

      expect(await screen.findByRole('option', { name: /Open the settings/ })).toBeInTheDocument()
      expect(screen.queryByRole('option', { name: /Take the next package/ })).not.toBeInTheDocument()
      expect(screen.queryByRole('option', { name: /Add images/ })).not.toBeInTheDocument()
    })
  })
})
