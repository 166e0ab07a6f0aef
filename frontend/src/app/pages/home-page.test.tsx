import { screen, within } from '@testing-library/react'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Me } from '@/api/types'
import { meQuery } from '@/features/auth'
import { renderPart } from '@/test/render'
import { problem, serve } from '@/test/server'
import { createQueryClient } from '@/api/query-client'
import { QueryClientProvider } from '@tanstack/react-query'
import { HomePage } from './home-page'

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
const set = (id: string, change: object = {}) => ({
  id,
  group_id: 'group',
  name: `Set ${id}`,
  task: 'detection',
  sample_count: 10,
  package_count: 2,
  label_count: 3,
  free_package_count: 0,
  examination_count: 0,
  done_count: 0,
  readers_per_sample: 1,
  my_role: 'admin',
  created_at: '2026-01-01T00:00:00Z',
  archived_at: null,
  ...change,
})
const item = (id: string, change: object = {}) => ({
  id,
  name: `Package ${id}`,
  set_id: 'a',
  set_name: 'Set a',
  group_id: 'group',
  group_name: 'Chest readers',
  status: 'assigned',
  is_set_archived: false,
  sample_count: 10,
  done_count: 0,
  ...change,
})
const calm = {
  'GET /api/v1/packages': page(),
  'GET /api/v1/jobs': page(),
  'GET /api/v1/sets': page(),
}

async function renderHome(answers: Parameters<typeof serve>[0], person = me) {
  const server = serve({ ...calm, ...answers })
  const queryClient = createQueryClient(() => undefined)
  queryClient.setDefaultOptions({ queries: { retry: false } })
  queryClient.setQueryData(meQuery.queryKey, person)
  await renderPart(
    <QueryClientProvider client={queryClient}>
      <HomePage />
    </QueryClientProvider>,
  )
  return server
}

const part = (name: string) => screen.findByRole('region', { name })

beforeEach(() => localStorage.clear())

describe('HomePage', () => {
  it('puts the package that is begun first, and leaves out those of archived sets', async () => {
    await renderHome({
      'GET /api/v1/packages': page(
        item('1', { is_set_archived: true }),
        item('2'),
        item('3', { status: 'started', done_count: 4 }),
      ),
    })

    const mine = within(await part('My packages to read'))
    expect(await mine.findAllByRole('link', { name: /reading Package/ })).toHaveLength(2)
    const [first] = mine.getAllByRole('link', { name: /reading Package/ })
    expect(first).toHaveAccessibleName('Continue reading Package 3')
  })

  it('says what the sets that I lead wait for', async () => {
    await renderHome({
      'GET /api/v1/sets': page(
        set('a', { label_count: 0, free_package_count: 1 }),
        set('b', { sample_count: 0, package_count: 0 }),
        set('c'),
      ),
    })

    const waits = within(await part('What your sets wait for'))
    expect(await waits.findByRole('link', { name: 'Add labels: Set a' })).toBeInTheDocument()
    expect(waits.getByRole('link', { name: 'Add images: Set b' })).toBeInTheDocument()
    expect(await waits.findByText('1 package has no reader')).toBeInTheDocument()
  })

  it('asks once about all sets, however many there are', async () => {
    const many = Array.from({ length: 40 }, (_, index) => set(`s${index}`))
    const server = await renderHome({ 'GET /api/v1/sets': page(...many) })
    await part('Sets of my groups')

    expect(server.paths().filter((path) => path.includes('sets'))).toEqual(['GET /api/v1/sets'])
  })

  it('does not ask readers to lead', async () => {
    await renderHome({
      'GET /api/v1/sets': page(
        set('b', { my_role: 'annotator' }),
        set('a', { my_role: 'annotator', free_package_count: 1 }),
      ),
    })

    expect(await screen.findByRole('link', { name: 'Take a package of Set a' })).toBeInTheDocument()
    expect(screen.queryByRole('region', { name: 'What your sets wait for' })).not.toBeInTheDocument()
  })

  it('shows what failed before what runs', async () => {
    const job = { kind: 'import', done: 0, total: 1, attempt: 1, created_at: '2026-01-01T00:00:00Z' }
    await renderHome({
      'GET /api/v1/jobs': page(
        { ...job, id: '1', title: 'One', state: 'running' },
        { ...job, id: '2', title: 'Two', state: 'done' },
        { ...job, id: '3', title: 'Three', state: 'failed', message: 'The disk is full.' },
      ),
    })

    const rows = await within(await part('Long work')).findAllByRole('listitem')
    expect(rows).toHaveLength(2)
    expect(rows[0]).toHaveTextContent('The disk is full.')
  })

  it('says what could not be loaded, and leaves the rest standing', async () => {
    await renderHome({ 'GET /api/v1/packages': problem(500, 'Unexpected', 'The database is away.') })

    expect(await within(await part('My packages to read')).findByRole('alert')).toHaveTextContent(
      'The database is away.',
    )
    expect(screen.getByText('Nothing runs, and nothing has failed.')).toBeInTheDocument()
  })

  it('shows an account without a group the two ways into one', async () => {
    await renderHome({}, { ...me, groups: [] })

    const steps = within(await part('First steps'))
    expect(steps.getByRole('button', { name: 'Join with a code' })).toBeInTheDocument()
    expect(steps.getByRole('button', { name: 'New group' })).toBeInTheDocument()
  })

  it('does not offer a group to an account without a centre', async () => {
    await renderHome({}, { ...me, groups: [], organizations: [] })

    expect(screen.queryByRole('button', { name: 'New group' })).not.toBeInTheDocument()
  })
})
