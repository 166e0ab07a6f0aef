import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import type { Member, Package, ReadingSet } from '@/api/types'
import { renderPart } from '@/test/render'
import { problem, serve } from '@/test/server'
import { PackageList } from './components/package-list'

const set = { id: 'set', my_role: 'admin', archived_at: null } as ReadingSet
const readers = [
  { user_id: 'ada', name: 'Ada' },
  { user_id: 'ben', name: 'Ben' },
] as Member[]
const item = (number: number, change: Partial<Package> = {}): Package => ({
  id: `p${number}`,
  name: `Package ${number}`,
  position: number,
  set_id: 'set',
  set_name: 'Chest',
  group_id: 'group',
  group_name: 'Readers',
  is_set_archived: false,
  assignee: null,
  status: 'free',
  sample_count: 10,
  begun_count: 0,
  done_count: 0,
  tentative_count: 0,
  bad_quality_count: 0,
  due_on: null,
  priority: 0,
  created_at: '2026-01-01T00:00:00Z',
  ...change,
})
const ada = { id: 'ada', name: 'Ada' }
const items = [
  item(1, { assignee: ada, status: 'done', begun_count: 10, done_count: 10 }),
  item(2, { assignee: ada, status: 'started', begun_count: 4, done_count: 3 }),
  item(3, { assignee: ada, status: 'assigned' }),
  item(4),
]
const url = '/api/v1/sets/set/packages'
const packages = { body: { items, total: 4, page: 1, page_size: 50 } }

async function renderList(answers: Parameters<typeof serve>[0] = {}, change: Partial<ReadingSet> = {}) {
  const server = serve({ [`GET ${url}`]: packages, ...answers })
  await renderPart(<PackageList set={{ ...set, ...change }} readers={readers} myId="ada" />)
  await screen.findByText('Package 4')
  return server
}

async function give(names: string[], reader: string) {
  for (const name of names) await userEvent.click(screen.getByRole('checkbox', { name: `Choose ${name}` }))
  await userEvent.click(screen.getByRole('combobox', { name: 'Give the chosen to' }))
  await userEvent.click(await screen.findByRole('option', { name: reader }))
  await userEvent.click(screen.getByRole('button', { name: 'Assign' }))
}

describe('PackageList', () => {
  it('shows how far each package is', async () => {
    await renderList()

    for (const state of ['Done', 'In progress', 'Assigned', 'Free'])
      expect(within(screen.getByRole('table')).getByText(state)).toBeInTheDocument()
    expect(screen.getByText('3 / 10')).toBeInTheDocument()
  })

  it('gives many packages to a reader at once', async () => {
    const server = await renderList({ [`POST ${url}/assign`]: { body: [] } })

    await give(['Package 3', 'Package 4'], 'Ben')

    await waitFor(() => expect(screen.queryByText('2 chosen')).not.toBeInTheDocument())
    const asked = server.asked.find(({ method }) => method === 'POST')
    expect(await asked?.json()).toEqual({ package_ids: ['p3', 'p4'], user_id: 'ben', even_if_begun: false })
  })

  it('takes packages back', async () => {
    const server = await renderList({ [`POST ${url}/assign`]: { body: [] } })

    await userEvent.click(screen.getByRole('checkbox', { name: 'Choose Package 3' }))
    await userEvent.click(screen.getByRole('button', { name: 'Take back' }))

    await waitFor(() => expect(server.paths()).toContain(`POST ${url}/assign`))
    const asked = server.asked.find(({ method }) => method === 'POST')
    expect(await asked?.json()).toEqual({ package_ids: ['p3'], user_id: null, even_if_begun: false })
  })

  it('says why none was assigned, and keeps the choice', async () => {
    const reason = 'This person has read a sample of package 4.'
    await renderList({ [`POST ${url}/assign`]: problem(409, 'SampleTwice', reason) })

    await give(['Package 4'], 'Ada')

    expect(await screen.findByRole('alert')).toHaveTextContent(`None of them was assigned. ${reason}`)
    expect(screen.getByText('1 chosen')).toBeInTheDocument()
  })

  it('takes a begun package away only when asked twice', async () => {
    const server = await renderList({
      [`POST ${url}/assign`]: problem(409, 'PackageBegun', 'The reader of package 2 has begun it.'),
    })

    await give(['Package 2'], 'Ben')
    await userEvent.click(await screen.findByRole('button', { name: 'Take them all the same' }))

    await waitFor(() => expect(server.asked.filter(({ method }) => method === 'POST')).toHaveLength(2))
    const [first, second] = server.asked.filter(({ method }) => method === 'POST')
    expect(await first?.json()).toMatchObject({ even_if_begun: false })
    expect(await second?.json()).toEqual({ package_ids: ['p2'], user_id: 'ben', even_if_begun: true })
  })

  it('says of many packages when they are due and how pressing they are', async () => {
    const server = await renderList({ [`PATCH ${url}`]: { body: [] } })

    await userEvent.click(screen.getByRole('checkbox', { name: 'Choose Package 4' }))
    await userEvent.click(screen.getByRole('button', { name: 'Due and priority' }))
    await userEvent.type(await screen.findByLabelText('Due day'), '2031-02-03')
    await userEvent.click(screen.getByRole('radio', { name: 'Read first' }))
    await userEvent.click(screen.getByRole('button', { name: 'Save' }))

    await waitFor(() => expect(server.paths()).toContain(`PATCH ${url}`))
    const asked = server.asked.find(({ method }) => method === 'PATCH')
    expect(await asked?.json()).toEqual({ package_ids: ['p4'], due_on: '2031-02-03', priority: 1 })
  })

  it('shows what is overdue and what is read first', async () => {
    const late = item(4, { due_on: '2020-01-02', priority: 1 })
    await renderList({ [`GET ${url}`]: { body: { items: [late], total: 1, page: 1, page_size: 50 } } })

    expect(screen.getByText(/2020, overdue/)).toBeInTheDocument()
    expect(screen.getByText('Read first')).toBeInTheDocument()
  })

  it('shares the free packages out evenly, and says who got what', async () => {
    const result = {
      readers: [{ reader: ada, packages: 2, samples: 20 }],
      left: 1,
    }
    const server = await renderList({ [`POST ${url}/share-out`]: { body: result } })

    await userEvent.click(screen.getByRole('button', { name: 'Share out' }))
    await userEvent.click(await screen.findByRole('checkbox', { name: 'Ben' }))
    await userEvent.click(screen.getAllByRole('button', { name: 'Share out' }).at(-1) as HTMLElement)

    expect(await screen.findByText('Ada: 2 packages, 20 samples in all')).toBeInTheDocument()
    expect(screen.getByText(/1 package stays free/)).toBeInTheDocument()
    const asked = server.asked.find(({ method }) => method === 'POST')
    expect(await asked?.json()).toEqual({ reader_ids: ['ada'] })
  })

  it('splits anew in the way that is chosen', async () => {
    const made = { split: 'random', seed: 7, packages: 3, samples: 30, assigned: 0 }
    const server = await renderList(
      { [`POST ${url}/split`]: { body: made } },
      { package_size: 10, readers_per_sample: 1 },
    )

    await userEvent.click(screen.getByRole('button', { name: 'Split anew' }))
    await userEvent.click(await screen.findByRole('radio', { name: 'Random' }))
    await userEvent.click(screen.getByRole('button', { name: 'Split' }))

    expect(await screen.findByText(/3 packages were made\. .*Seed: 7\./)).toBeInTheDocument()
    const asked = server.asked.find(({ method }) => method === 'POST')
    expect(await asked?.json()).toMatchObject({ split: 'random', package_size: 10, with_assigned: false })
  })

  it('gives a package of my own back', async () => {
    const server = await renderList({ 'POST /api/v1/packages/p2/release': { status: 204 } })

    await userEvent.click(screen.getByRole('button', { name: 'Give back Package 2' }))
    await userEvent.click(await screen.findByRole('button', { name: 'Give back' }))

    await waitFor(() => expect(server.paths()).toContain('POST /api/v1/packages/p2/release'))
  })

  it('does not show who is blind how far others are', async () => {
    const hidden = { begun_count: null, done_count: null, tentative_count: null, bad_quality_count: null }
    const theirs = item(4, { assignee: { id: 'ben', name: 'Ben' }, status: 'assigned', ...hidden })
    await renderList({ [`GET ${url}`]: { body: { items: [theirs], total: 1, page: 1, page_size: 50 } } })

    expect(screen.getByText('not shown to you')).toBeInTheDocument()
  })

  it('lets readers and archived sets change nothing', async () => {
    await renderList({}, { my_role: 'annotator' })

    expect(screen.queryByRole('checkbox')).not.toBeInTheDocument()
    expect(screen.queryByRole('combobox', { name: /Reader of/ })).not.toBeInTheDocument()
    expect(screen.queryByRole('button', { name: 'Split anew' })).not.toBeInTheDocument()
  })
})
