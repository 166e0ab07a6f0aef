import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, describe, expect, it } from 'vitest'
import { renderPart } from '@/test/render'
import { SendingServer } from '@/test/sending-server'
import { serve } from '@/test/server'
import { UploadPanel } from './components/upload-panel'

const MB = 1_000_000
const zeros = (path: string, size: number) => new File([new Uint8Array(size)], path)
const counts = (change: object = {}) => ({
  received: 0,
  stored: 0,
  stored_with_warning: 0,
  already_stored: 0,
  quarantined: 0,
  refused: 0,
  pending: 0,
  incomplete: 0,
  ...change,
})
const upload = (change: object = {}) => ({
  id: 'new',
  set_id: 'set',
  job_id: null,
  state: 'open',
  counts: counts(),
  created_at: '2026-01-01T00:00:00Z',
  ...change,
})
const page = (...items: object[]) => ({ body: { items, total: items.length, page: 1, page_size: 100 } })

let server: SendingServer
let setNumber = 0

/** A set of its own each time: a session outlives the page that shows it. */
async function renderPanel(answers: Parameters<typeof serve>[0] = {}) {
  const setId = `set-${++setNumber}`
  const mine = (change: object) => upload({ set_id: setId, ...change })
  const asked = serve({
    'GET /api/v1/health': { body: {} },
    'GET /api/v1/uploads': page(),
    'POST /api/v1/uploads': { status: 201, body: mine({}) },
    'GET /api/v1/uploads/new/files': ({ url }) => ({ body: server.state(pathOf(url)) }),
    'POST /api/v1/uploads/new/finish': { status: 202, body: {} },
    'GET /api/v1/uploads/new': { body: mine({ state: 'processing', counts: counts({ received: 1 }) }) },
    'DELETE /api/v1/uploads/new': { status: 204 },
    ...answers,
  })
  await renderPart(<UploadPanel setId={setId} />)
  return { asked, setId }
}

const pathOf = (url: string) => new URL(url).searchParams.get('path') ?? ''
const choose = (...files: File[]) =>
  userEvent.upload(screen.getByLabelText('Choose files', { selector: 'input' }), files)
const imported = () => screen.findByRole('link', { name: 'Open the report' })

beforeEach(() => {
  server = new SendingServer()
  server.install()
})

describe('UploadPanel', () => {
  it('sends small files whole and large ones in pieces, then begins the import', async () => {
    const { asked } = await renderPanel()

    await choose(zeros('small.dcm', 10), zeros('large.dcm', 20 * MB))
    await imported()

    expect(server.files.get('small.dcm')?.ranges).toEqual([[0, 10]])
    expect(server.files.get('large.dcm')?.ranges).toEqual([
      [0, 8 * MB],
      [8 * MB, 16 * MB],
      [16 * MB, 20 * MB],
    ])
    expect(asked.paths().filter((path) => path.endsWith('/finish'))).toHaveLength(1)
  })

  it('goes on at the byte where a connection was cut', async () => {
    await renderPanel()
    server.cuts = [null, 3 * MB + 7, 0]

    await choose(zeros('large.dcm', 20 * MB))
    await imported()

    const cut = 11 * MB + 7
    expect(server.files.get('large.dcm')).toMatchObject({ received: 20 * MB })
    expect(server.requests.map(({ from }) => from)).toEqual([0, 8 * MB, cut, cut, cut + 8 * MB])
  })

  it('sends the rest alone when the same files are dropped again after a reload', async () => {
    server.files.set('large.dcm', { total: 20 * MB, ranges: [], received: 9 * MB })
    const open = upload({
      id: 'cut',
      set_id: `set-${setNumber + 1}`,
      counts: counts({ received: 1, incomplete: 1 }),
    })
    const { asked } = await renderPanel({
      'GET /api/v1/uploads': page(open),
      'GET /api/v1/uploads/cut/items': page({ path: 'a.dcm', size_bytes: 10, outcome: null, remarks: [] }),
      'GET /api/v1/uploads/cut/files': ({ url }) => ({ body: server.state(pathOf(url)) }),
      'POST /api/v1/uploads/cut/finish': { status: 202, body: {} },
      'GET /api/v1/uploads/cut': { body: { ...open, state: 'done' } },
    })
    const unfinished = await screen.findByRole('group', { name: /was not finished/ })
    expect(unfinished).toHaveTextContent('1 file has arrived. 1 more has arrived in part.')

    await choose(zeros('a.dcm', 10), zeros('b.dcm', 10), zeros('large.dcm', 20 * MB))
    await imported()

    expect(server.requests.map(({ path, from }) => [path, from])).toEqual([
      ['b.dcm', 0],
      ['large.dcm', 9 * MB],
      ['large.dcm', 17 * MB],
    ])
    expect(asked.paths()).not.toContain('POST /api/v1/uploads')
  })

  it('begins another upload for other files', async () => {
    const open = upload({ id: 'cut', set_id: `set-${setNumber + 1}`, counts: counts({ received: 1 }) })
    const { asked } = await renderPanel({
      'GET /api/v1/uploads': page(open),
      'GET /api/v1/uploads/cut/items': page({ path: 'a.dcm', size_bytes: 11, outcome: null, remarks: [] }),
    })

    await choose(zeros('a.dcm', 10))
    await imported()

    expect(asked.paths()).toContain('POST /api/v1/uploads')
    expect(asked.paths()).not.toContain('POST /api/v1/uploads/cut/finish')
  })

  it('pauses and goes on', async () => {
    await renderPanel()
    server.isAway = true

    await choose(zeros('a.dcm', 10))
    await userEvent.click(await screen.findByRole('button', { name: 'Pause' }))
    expect(screen.getByText('Paused. What has arrived is kept.')).toBeInTheDocument()
    server.isAway = false
    await userEvent.click(screen.getByRole('button', { name: 'Go on' }))

    await imported()
    expect(server.files.get('a.dcm')?.received).toBe(10)
  })

  it('gives up what has arrived only after asking', async () => {
    const { asked } = await renderPanel()
    server.isAway = true
    await choose(zeros('a.dcm', 10))

    await userEvent.click(await screen.findByRole('button', { name: 'Cancel upload…' }))
    expect(asked.paths()).not.toContain('DELETE /api/v1/uploads/new')
    const dialog = within(await screen.findByRole('dialog', { name: 'Give up this upload?' }))
    await userEvent.click(dialog.getByRole('button', { name: 'Give up upload' }))

    expect(await screen.findByText(/The upload was cancelled/)).toBeInTheDocument()
    await waitFor(() => expect(asked.paths()).toContain('DELETE /api/v1/uploads/new'))
  })
})
