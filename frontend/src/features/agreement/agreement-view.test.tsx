import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it, vi } from 'vitest'
import type { ReadingSet } from '@/api/types'
import { renderPart } from '@/test/render'
import { problem, serve } from '@/test/server'
import type { AgreementDetail, Value } from './api'
import { AgreementView } from './components/agreement-view'

vi.mock('@/components/echarts', () => ({
  init: () => ({ setOption: vi.fn(), resize: vi.fn(), dispose: vi.fn() }),
}))

const set = { id: 'set', round: 1, task: 'detection' } as ReadingSet
const value = (change: Partial<Value>): Value => ({
  formula: 'percent',
  label: 'nodule',
  measure: null,
  round: 1,
  first: null,
  second: null,
  value: 0.75,
  low: 0.5,
  high: 0.9,
  case_count: 12,
  reason: null,
  interval_reason: null,
  unit: null,
  ...change,
})
const rater = (name: string) => ({
  key: name,
  kind: 'reader' as const,
  person_id: name,
  name,
  round: 1,
  is_repeat: false,
  case_count: 12,
})
const run = {
  id: 'run',
  set_id: 'set',
  seed: 42,
  engine: 'isocenter-agreement/1',
  inputs_hash: 'abcdef0123456789ffff',
  job: { id: 'job', state: 'done' },
  created_at: '2026-01-01T00:00:00Z',
  formulas: [{ formula: 'percent', family: 'categories', text: 'share of pairs', source: 'Gwet 2014' }],
  results: {
    case_count: 12,
    reading_count: 24,
    open_count: 2,
    unfit_count: 0,
    raters: [rater('Ada'), rater('Ben')],
    labels: [{ id: 'nodule', name: 'Nodule', color: '#E69F00' }],
    values: [
      value({}),
      value({ formula: 'fleiss_kappa', value: null, low: null, high: null, reason: 'one_category' }),
      value({ first: 'Ada', second: 'Ben', value: 0.25 }),
    ],
    plots: [],
    cases: [],
  },
} as unknown as AgreementDetail
const runsUrl = '/api/v1/sets/set/agreement-runs'
const runs = { body: { items: [run], total: 1, page: 1, page_size: 100 } }

const render = () => renderPart(<AgreementView set={set} labels={[]} />)

describe('AgreementView', () => {
  it('says to who is blind why there is nothing to see', async () => {
    serve({ [`GET ${runsUrl}`]: problem(403, 'BlindInSet', 'You read in this set.') })
    await render()

    expect(await screen.findByText('You read in this set.')).toBeVisible()
    expect(screen.queryByRole('button', { name: 'Measure' })).toBeNull()
  })

  it('shows values with their intervals, and why there is none', async () => {
    serve({ [`GET ${runsUrl}`]: runs, 'GET /api/v1/agreement-runs/run': { body: run } })
    await render()

    const all = await screen.findByRole('table', { name: 'All readers of round 1' })
    expect(all).toHaveTextContent('Percent agreement0.750.5 – 0.912')
    expect(all).toHaveTextContent('all answers are of one category')
    expect(screen.getByText(/Seed 42/)).toHaveTextContent('inputs abcdef0123456789')
    expect(screen.getByText(/2 not done yet, left out/)).toBeVisible()
  })

  it('shows each pair as a table too', async () => {
    serve({ [`GET ${runsUrl}`]: runs, 'GET /api/v1/agreement-runs/run': { body: run } })
    await render()
    await userEvent.click(await screen.findByText('Table'))

    const pairs = screen.getByRole('table', { name: /How far does each pair agree/ })
    expect(pairs).toHaveTextContent('AdaBen0.25')
  })

  it('shows three digits, and all of them where the pointer rests', async () => {
    const long = {
      ...run.results,
      values: [value({ value: 0.857142857142, low: 0.5714285, high: 31.00834 })],
    }
    const body = { ...run, results: long }
    serve({ [`GET ${runsUrl}`]: runs, 'GET /api/v1/agreement-runs/run': { body } })
    await render()

    expect(await screen.findByText('0.857')).toHaveAttribute('title', '0.857142857142')
    expect(screen.getByText('0.571 – 31')).toHaveAttribute('title', '0.5714285 – 31.00834')
  })

  it('says when nothing was to be measured', async () => {
    const body = { ...run, results: { ...run.results, values: [] } }
    serve({ [`GET ${runsUrl}`]: runs, 'GET /api/v1/agreement-runs/run': { body } })
    await render()

    expect(await screen.findByText('Nothing to compare')).toBeVisible()
  })

  it('measures only what is chosen', async () => {
    const server = serve({
      [`GET ${runsUrl}`]: { body: { items: [], total: 0, page: 1, page_size: 100 } },
      [`POST ${runsUrl}`]: { status: 202, body: run },
      'GET /api/v1/agreement-runs/run': { body: run },
    })
    await render()
    await userEvent.click(await screen.findByRole('combobox', { name: 'Measures' }))
    await userEvent.click(await screen.findByRole('option', { name: 'Dice' }))
    await userEvent.click(screen.getByRole('button', { name: 'Measure' }))

    const sent: unknown = await server.asked.find(({ method }) => method === 'POST')?.json()
    expect(sent).toEqual({ rounds: [1], formulas: ['dice'] })
  })

  it('measures what is asked for', async () => {
    const server = serve({
      [`GET ${runsUrl}`]: { body: { items: [], total: 0, page: 1, page_size: 100 } },
      [`POST ${runsUrl}`]: { status: 202, body: run },
      'GET /api/v1/agreement-runs/run': { body: run },
    })
    await render()
    await userEvent.click(await screen.findByRole('button', { name: 'Measure' }))

    expect(await server.asked.find(({ method }) => method === 'POST')?.json()).toEqual({ rounds: [1] })
  })
})
