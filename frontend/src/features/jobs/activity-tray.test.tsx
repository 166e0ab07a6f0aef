import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import type { Job } from '@/api/types'
import { renderPart } from '@/test/render'
import { problem, serve } from '@/test/server'
import { ActivityTray } from './components/activity-tray'

const job = (id: string, change: Partial<Job>): Job => ({
  id,
  kind: 'import',
  title: `Import ${id}`,
  state: 'done',
  done: 3,
  total: 3,
  message: null,
  error_code: null,
  result_url: null,
  attempt: 1,
  created_at: '2026-01-01T00:00:00Z',
  started_at: null,
  finished_at: null,
  ...change,
})
const list = (...items: Job[]) => ({
  'GET /api/v1/jobs': { body: { items, total: items.length, page: 1, page_size: 30 } },
})

async function openTray() {
  await userEvent.click(await screen.findByRole('button', { name: /^Activity/ }))
  return screen.findByRole('dialog')
}

describe('ActivityTray', () => {
  it('shows what runs before what has ended, with progress, tries and what can be done', async () => {
    const running = job('a', { state: 'running', done: 1, total: 4, attempt: 2 })
    const ended = job('b', { result_url: '/uploads/b' })
    serve(list(ended, running))
    await renderPart(<ActivityTray />)

    expect(await screen.findByRole('button', { name: 'Activity: 1 running' })).toBeInTheDocument()
    const tray = await openTray()

    const runs = within(await within(tray).findByRole('region', { name: 'Running' }))
    expect(runs.getByText('Running', { selector: 'p, span' })).toBeInTheDocument()
    expect(runs.getByText(/1 \/ 4 · attempt 2/)).toBeInTheDocument()
    expect(runs.getByRole('progressbar', { name: 'Progress of Import a' })).toHaveAttribute(
      'aria-valuenow',
      '25',
    )
    expect(runs.getByRole('button', { name: 'Cancel: Import a' })).toBeInTheDocument()
    const recent = within(within(tray).getByRole('region', { name: 'Recent' }))
    expect(recent.getByRole('link', { name: 'Open result: Import b' })).toHaveAttribute('href', '/uploads/b')
    expect(recent.queryByText(/attempt/)).not.toBeInTheDocument()
  })

  it('says why a job failed, and runs it again', async () => {
    const failed = job('a', { state: 'failed', message: 'The disk is full.' })
    serve({ ...list(failed), 'POST /api/v1/jobs/a/retry': { body: job('a', { state: 'queued' }) } })
    await renderPart(<ActivityTray />)
    const tray = await openTray()

    expect(await within(tray).findByText('The disk is full.')).toBeInTheDocument()
    await userEvent.click(within(tray).getByRole('button', { name: 'Retry: Import a' }))

    await waitFor(() => expect(within(tray).getByText('Queued')).toBeInTheDocument())
  })

  it('says what would be here', async () => {
    serve(list())
    await renderPart(<ActivityTray />)

    expect(await within(await openTray()).findByText('Nothing is running')).toBeInTheDocument()
  })

  it('says when the jobs could not be asked for', async () => {
    serve({ 'GET /api/v1/jobs': problem(500, 'Unexpected', 'The database is away.') })
    await renderPart(<ActivityTray />)

    expect(await within(await openTray()).findByRole('alert')).toHaveTextContent('The database is away.')
  })
})
