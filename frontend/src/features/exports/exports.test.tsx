import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, it } from 'vitest'
import type { ReadingSet } from '@/api/types'
import { renderPart } from '@/test/render'
import { problem, serve } from '@/test/server'
import type { Export, ExportSummary } from './api'
import { ExportList } from './components/export-list'

const set = { id: 'set', name: 'Nodules', is_blind: false } as ReadingSet
const url = '/api/v1/sets/set/exports'
const plans = 'POST /api/v1/sets/set/export-plans'
const summary: ExportSummary = {
  samples: 3,
  samples_unread: 2,
  readings: 2,
  readings_open: 1,
  objects: 5,
  losses: [{ trait: 'ellipse', level: 'changed', count: 2, message: 'Ellipses (2): written as a polygon.' }],
  withdrawn: [],
  problems: [],
}
const formats = [
  { key: 'json', title: 'JSON', description: 'Everything.', suffix: '.json', limits: [] },
  { key: 'coco', title: 'COCO', description: 'For detectors.', suffix: '.json', limits: [] },
]
const item = (change: Partial<Export> = {}): Export => ({
  id: 'one',
  set_id: 'set',
  job_id: 'job',
  format: 'coco',
  state: 'done',
  done: 3,
  total: 3,
  message: null,
  error_code: null,
  request: { format: 'coco', whose: 'all', kinds: ['reading'], rounds: null, only_done: false, names: false },
  summary,
  file_name: 'Nodules-coco.json',
  size_bytes: 2000,
  sha256: null,
  created_at: '2026-01-01T00:00:00Z',
  expires_at: '2999-01-01T00:00:00Z',
  ...change,
})
const page = (...items: Export[]) => ({ body: { items, total: items.length, page: 1, page_size: 50 } })
const answers = { 'GET /api/v1/export-formats': { body: formats }, [plans]: { body: summary } }

async function openDialog() {
  await userEvent.click(await screen.findByRole('button', { name: 'Export readings…' }))
  return within(await screen.findByRole('dialog', { name: 'Export readings of Nodules' }))
}

it('says what the file will hold and what is lost, and asks for it', async () => {
  const server = serve({ ...answers, [`GET ${url}`]: page(), [`POST ${url}`]: { status: 202, body: item() } })
  await renderPart(<ExportList set={set} />)

  const dialog = await openDialog()
  expect(await dialog.findByText(/2 samples have no reading that is done/)).toBeInTheDocument()
  expect(dialog.getByText(/One reading is still open/)).toBeInTheDocument()
  expect(dialog.getByText(/Ellipses \(2\): written as a polygon/)).toBeInTheDocument()
  await userEvent.click(dialog.getByRole('switch', { name: /Name the readers/ }))
  await userEvent.click(dialog.getByRole('button', { name: 'Export' }))

  await waitFor(() =>
    expect(server.asked.some(({ method, url }) => method === 'POST' && url.endsWith('/exports'))).toBe(true),
  )
  const asked = server.asked.find(({ method, url }) => method === 'POST' && url.endsWith('/exports'))
  expect(await asked?.json()).toMatchObject({ format: 'coco', whose: 'all', names: true })
})

it('offers a blind reader their own readings alone', async () => {
  serve({ ...answers, [`GET ${url}`]: page() })
  await renderPart(<ExportList set={{ ...set, is_blind: true }} />)

  const dialog = await openDialog()

  expect(await dialog.findByRole('radio', { name: 'Mine' })).toBeChecked()
  expect(dialog.getByRole('radio', { name: "Everybody's" })).toBeDisabled()
  expect(dialog.queryByRole('checkbox', { name: 'Adjudications' })).not.toBeInTheDocument()
})

it('shows why it was not begun', async () => {
  const refusal = problem(403, 'BlindInSet', 'You read in this set.')
  serve({ ...answers, [`GET ${url}`]: page(), [`POST ${url}`]: refusal })
  await renderPart(<ExportList set={set} />)

  const dialog = await openDialog()
  await dialog.findByText(/2 samples have no reading/)
  await userEvent.click(dialog.getByRole('button', { name: 'Export' }))

  expect(await dialog.findByRole('alert')).toHaveTextContent('You read in this set.')
})

it('offers what is written, and says what failed or is gone', async () => {
  serve({
    ...answers,
    [`GET ${url}`]: page(
      item(),
      item({ id: 'two', state: 'failed', message: 'The set is gone.', size_bytes: null, summary: null }),
      item({ id: 'three', expires_at: '2020-01-01T00:00:00Z' }),
    ),
  })
  await renderPart(<ExportList set={set} />)

  const link = await screen.findByRole('link', { name: /Download COCO/ })
  expect(link).toHaveAttribute('href', '/api/v1/exports/one/file')
  expect(screen.getByText('The set is gone.')).toBeInTheDocument()
  expect(screen.getByText('no longer kept')).toBeInTheDocument()
})
