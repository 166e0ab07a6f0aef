import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, it } from 'vitest'
import { renderPart } from '@/test/render'
import { problem, serve } from '@/test/server'
import type { Differences, Release, ReleaseSample } from './api'
import { ReleaseDifferences } from './components/differences'
import { NewReleaseButton } from './components/new-release-button'
import { ReleaseFacts } from './components/release-facts'
import { ReleaseList } from './components/release-list'
import { ReleaseSamples } from './components/release-samples'

const release = (change: Partial<Release> = {}): Release => ({
  id: 'two',
  group_id: 'group',
  set_id: 'set',
  source_id: 'set',
  set_name: 'Nodules',
  number: 2,
  name: 'Submission',
  notes: null,
  request: { kinds: ['reading'], rounds: null, only_done: true, names: false },
  summary: { samples: 3, samples_unread: 0, readings: 6, objects: 9, labels: 1, photographs: 0 },
  content_hash: 'abc123',
  size_bytes: 2000,
  withdrawn_count: 0,
  made_by: { id: 'lead', name: 'Lea Lead' },
  created_at: '2026-01-01T00:00:00Z',
  frozen_at: '2026-01-01T00:00:01Z',
  job_id: 'job',
  state: 'done',
  done: 3,
  total: 3,
  message: null,
  error_code: null,
  ...change,
})
const sample = (change: Partial<ReleaseSample> = {}): ReleaseSample => ({
  id: 's1',
  position: 1,
  title: 'CT 1',
  modality: 'CT',
  sha256: 'f00',
  readings: 2,
  objects: 3,
  withdrawn_reason: null,
  ...change,
})
const page = <Item,>(...items: Item[]) => ({
  body: { items, total: items.length, page: 1, page_size: 50 },
})
const list = 'GET /api/v1/sets/set/releases'

it('lists releases, and says what became of their sets', async () => {
  serve({ 'GET /api/v1/groups/group/releases': page(release({ set_id: null, withdrawn_count: 2 })) })

  await renderPart(<ReleaseList scope={{ groupId: 'group' }} />)

  expect(await screen.findByRole('link', { name: 'Submission' })).toHaveAttribute('href', '/releases/two')
  expect(screen.getByText('Nodules (deleted)')).toBeInTheDocument()
  expect(screen.getByText('3 samples, 6 readings, 9 objects')).toBeInTheDocument()
  expect(screen.getByText('2 samples withdrawn')).toBeInTheDocument()
})

it('shows who is blind why there is nothing to see', async () => {
  serve({ [list]: problem(403, 'BlindInSet', 'You read in this set.') })

  await renderPart(<ReleaseList scope={{ setId: 'set' }} />)

  expect(await screen.findByText('You read in this set.')).toBeInTheDocument()
})

it('freezes a set as asked for', async () => {
  const server = serve({ 'POST /api/v1/sets/set/releases': { status: 202, body: release() } })
  await renderPart(<NewReleaseButton set={{ id: 'set', name: 'Nodules' }} />)

  await userEvent.click(screen.getByRole('button', { name: 'New release…' }))
  const dialog = within(await screen.findByRole('dialog', { name: 'Freeze Nodules' }))
  await userEvent.type(dialog.getByRole('textbox', { name: /Name/ }), 'Submission')
  await userEvent.click(dialog.getByRole('switch', { name: /Only what is done/ }))
  await userEvent.click(dialog.getByRole('button', { name: 'Freeze' }))

  await waitFor(() => expect(server.asked.some(({ method }) => method === 'POST')).toBe(true))
  const asked = server.asked.find(({ method }) => method === 'POST')
  expect(await asked?.json()).toMatchObject({
    name: 'Submission',
    only_done: false,
    kinds: ['reading', 'adjudication'],
  })
})

it('says whether a manifest is what it was', async () => {
  const verdict = { is_intact: false, content_hash: 'abc123', checked: 3, withdrawn: 0, altered: ['s1'] }
  serve({ 'GET /api/v1/releases/two/verification': { body: verdict } })
  await renderPart(<ReleaseFacts release={release()} />)

  await userEvent.click(screen.getByRole('button', { name: 'Verify' }))

  expect(await screen.findByRole('alert')).toHaveTextContent('one sample is not what its hash says')
  expect(screen.getByRole('link', { name: /Download manifest/ })).toHaveAttribute(
    'href',
    '/api/v1/releases/two/manifest',
  )
})

it('withdraws chosen samples once it is said why', async () => {
  const server = serve({
    'GET /api/v1/releases/two/samples': page(
      sample(),
      sample({ id: 's2', title: null, withdrawn_reason: 'Blurred' }),
    ),
    'POST /api/v1/releases/two/withdrawals': { body: release({ withdrawn_count: 2 }) },
  })
  await renderPart(<ReleaseSamples release={release()} mayWithdraw />)

  expect(await screen.findByText('Withdrawn: Blurred')).toBeInTheDocument()
  await userEvent.click(screen.getByRole('checkbox', { name: 'Choose CT 1' }))
  await userEvent.click(screen.getByRole('button', { name: 'Withdraw…' }))
  const dialog = within(await screen.findByRole('dialog', { name: 'Withdraw one sample' }))
  await userEvent.click(dialog.getByRole('button', { name: 'Withdraw' }))
  expect(dialog.getByText('Say why.')).toBeInTheDocument()
  await userEvent.type(dialog.getByRole('textbox', { name: /Reason/ }), 'Consent withdrawn')
  await userEvent.click(dialog.getByRole('button', { name: 'Withdraw' }))

  await waitFor(() => expect(server.asked.some(({ method }) => method === 'POST')).toBe(true))
  const asked = server.asked.find(({ method }) => method === 'POST')
  expect(await asked?.json()).toEqual({ sample_ids: ['s1'], reason: 'Consent withdrawn', from_all: false })
})

it('offers no withdrawal to who may not', async () => {
  serve({ 'GET /api/v1/releases/two/samples': page(sample()) })

  await renderPart(<ReleaseSamples release={release()} mayWithdraw={false} />)

  expect(await screen.findByText('CT 1')).toBeInTheDocument()
  expect(screen.queryByRole('checkbox')).not.toBeInTheDocument()
})

it('tells what differs since the release before', async () => {
  const found: Differences = {
    set_fields: ['guideline'],
    unchanged: 2,
    counts: { changed: 1 },
    labels: [{ id: 'l', name: 'Nodule', change: null, fields: [], added: 0, removed: 0, changed: 1 }],
    samples: [
      {
        id: 's1',
        title: 'CT 1',
        position: 1,
        change: 'changed',
        fields: ['tentative'],
        objects: [
          {
            id: 'o',
            reading_id: 'r',
            reader: 'Reader 1',
            label: 'Nodule',
            change: 'changed',
            fields: ['geometry'],
            dice: 0.9137,
          },
        ],
      },
    ],
    total: 1,
    page: 1,
    page_size: 50,
  }
  const server = serve({
    [list]: page(release(), release({ id: 'one', number: 1, name: 'First' })),
    'GET /api/v1/releases/two/differences': { body: found },
  })

  await renderPart(<ReleaseDifferences release={release()} />)

  expect(await screen.findByText('Nodule changed by Reader 1: geometry · Dice 0.914')).toBeInTheDocument()
  expect(
    screen.getByText(/One sample differs; unchanged: 2. Of the set itself: guideline/),
  ).toBeInTheDocument()
  const asked = server.asked.find(({ url }) => url.includes('/differences'))
  expect(asked?.url).toContain('since=one')
})
