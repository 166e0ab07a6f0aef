import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import type { ReadingSet } from '@/api/types'
import { renderPart } from '@/test/render'
import { serve } from '@/test/server'
import { AdjudicationQueue } from './components/adjudication-queue'

const set = { id: 'set' } as ReadingSet
const job = { id: 'job', kind: 'comparison', state: 'queued' }
const item = {
  sample: { id: 'sample', title: 'Photograph 1', patient_label: null },
  reading_count: 2,
  is_compared: false,
  likeness: null,
  is_stale: false,
  adjudication_id: null,
}
const url = '/api/v1/sets/set/adjudications'

describe('AdjudicationQueue', () => {
  it('says that readings are compared, and when they are', async () => {
    const server = serve({
      [`GET ${url}`]: { body: { items: [item], total: 1, page: 1, page_size: 50 } },
      [`POST ${url}/comparison`]: { status: 202, body: { job, sample_count: 1 } },
      'GET /api/v1/jobs/job': { body: { ...job, state: 'done' } },
    })
    await renderPart(<AdjudicationQueue set={set} />)
    await userEvent.click(await screen.findByRole('button', { name: 'Compare readings' }))

    expect(await screen.findByText('All are compared.')).toBeVisible()
    expect(screen.queryByText(/Comparing/)).toBeNull()
    const asked = server.paths().filter((path) => path === `GET ${url}`)
    expect(asked.length).toBeGreaterThan(1)
  })
})
