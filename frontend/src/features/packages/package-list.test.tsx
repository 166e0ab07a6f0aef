import { screen, waitFor } from '@testing-library/react'
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
      expect(screen.getByText(state)).toBeInTheDocument()
    expect(screen.getByText('3 / 10')).toBeInTheDocument()
  })

  it('gives many packages to a reader at once', async () => {
    const server = await renderList({ [`POST ${url}/assign`]: { body: [] } })

    await give(['Package 3', 'Package 4'], 'Ben')

    await waitFor(() => expect(screen.queryByText('2 chosen')).not.toBeInTheDocument())
    const asked = server.asked.find(({ method }) => method === 'POST')
    expect(await asked?.json()).toEqual({ package_ids: ['p3', 'p4'], user_id: 'ben' })
  })

  it('takes packages back', async () => {
    const server = await renderList({ [`POST ${url}/assign`]: { body: [] } })

    await userEvent.click(screen.getByRole('checkbox', { name: 'Choose Package 3' }))
    await userEvent.click(screen.getByRole('button', { name: 'Take back' }))

    await waitFor(() => expect(server.paths()).toContain(`POST ${url}/assign`))
    const asked = server.asked.find(({ method }) => method === 'POST')
    expect(await asked?.json()).toEqual({ package_ids: ['p3'], user_id: null })
  })

  it('says why none was assigned, and keeps the choice', async () => {
    const reason = 'This person has read a sample of package 4.'
    await renderList({ [`POST ${url}/assign`]: problem(409, 'SampleTwice', reason) })

    await give(['Package 4'], 'Ada')

    expect(await screen.findByRole('alert')).toHaveTextContent(`None of them was assigned. ${reason}`)
    expect(screen.getByText('1 chosen')).toBeInTheDocument()
  })

  it('leaves a package with the reader who has begun it', async () => {
    await renderList()

    await userEvent.click(screen.getByRole('checkbox', { name: 'All on this page' }))

    expect(screen.getByText('2 chosen')).toBeInTheDocument()
    expect(screen.queryByRole('checkbox', { name: 'Choose Package 2' })).not.toBeInTheDocument()
    expect(screen.queryByRole('combobox', { name: 'Reader of Package 2' })).not.toBeInTheDocument()
  })

  it('lets readers and archived sets change nothing', async () => {
    await renderList({}, { my_role: 'annotator' })

    expect(screen.queryByRole('checkbox')).not.toBeInTheDocument()
    expect(screen.queryByRole('combobox')).not.toBeInTheDocument()
  })
})
