import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it, vi } from 'vitest'
import type { ReadingSet, SetProgress } from '@/api/types'
import { renderPart } from '@/test/render'
import { serve } from '@/test/server'
import { SetProgressView } from './components/set-progress-view'
import { driftRows, driftSeries } from './drift'

vi.mock('@/components/echarts', () => ({
  init: () => ({ setOption: vi.fn(), resize: vi.fn(), dispose: vi.fn() }),
}))

const ada = { id: 'ada', name: 'Ada' }
const set = { id: 'set', my_role: 'admin', is_blind: false } as ReadingSet
const progress: SetProgress = {
  set_id: 'set',
  set_name: 'Chest',
  round: 2,
  is_own_only: false,
  samples: 10,
  begun: 4,
  done: 3,
  tentative: 1,
  bad_quality: 2,
  packages: 2,
  free_packages: 1,
  free_samples: 5,
  median_seconds: 42,
  readers: [
    {
      reader: ada,
      samples: 5,
      begun: 4,
      done: 3,
      tentative: 1,
      bad_quality: 2,
      packages: 1,
      overdue_packages: 1,
      median_seconds: 90,
      last_done_at: null,
    },
  ],
}
const at = '2026-01-01T00:00:00Z'
const point = (purpose: 'control' | 'repeat', likeness: number | null) => ({
  at,
  purpose,
  sample_id: 's',
  likeness,
})
const drift = {
  set_id: 'set',
  readers: [{ reader: ada, points: [point('control', 1), point('control', 0.5), point('repeat', null)] }],
  overlaps_checked: 8,
  overlaps_extended: 2,
}
const nothing = { items: [], total: 0, page: 1, page_size: 200 }

const show = async (answers: Parameters<typeof serve>[0] = {}, change: Partial<ReadingSet> = {}) => {
  const server = serve({
    'GET /api/v1/sets/set/progress': { body: progress },
    'GET /api/v1/sets/set/drift': { body: drift },
    'GET /api/v1/sets/set/training/results': { body: nothing },
    ...answers,
  })
  await renderPart(<SetProgressView set={{ ...set, ...change }} />)
  await screen.findByText('Ada')
  return server
}

describe('SetProgressView', () => {
  it('shows how far the set and each reader are, and how long a sample takes', async () => {
    await show()

    expect(screen.getByText('3 / 10')).toBeInTheDocument()
    expect(screen.getByText('42 s')).toBeInTheDocument()
    expect(screen.getByText('1 package, 5 samples')).toBeInTheDocument()
    const readers = screen.getByRole('table', { name: 'Readers' })
    expect(within(readers).getByText('3 / 5')).toBeInTheDocument()
    expect(within(readers).getByText('1 min 30 s')).toBeInTheDocument()
  })

  it('shows how readers hold up, and how often one more was asked', async () => {
    await show()

    await userEvent.click(await screen.findByText('Table'))
    const table = screen.getByRole('table', { name: 'How near do readers stay to the known answers?' })
    expect(within(table).getByText('75 %')).toBeInTheDocument()
    expect(screen.getByText(/compared on 8 samples; one more was asked on 2/)).toBeInTheDocument()
  })

  it('asks nothing about others for who is blind', async () => {
    const own = { ...progress, is_own_only: true, free_packages: null, free_samples: null }
    const server = await show({ 'GET /api/v1/sets/set/progress': { body: own } }, { is_blind: true })

    expect(screen.getByText(/what is shown is your own progress/)).toBeInTheDocument()
    expect(server.paths()).toEqual(['GET /api/v1/sets/set/progress'])
  })
})

describe('driftRows', () => {
  it('splits the cases of a kind into an earlier and a later half, and leaves out what cannot be said', () => {
    expect(driftRows(drift.readers)).toEqual([
      { key: 'ada control', name: 'Ada', purpose: 'control', count: 2, mean: 0.75, earlier: 1, later: 0.5 },
    ])
  })
})

describe('driftSeries', () => {
  it('goes along with the mean of the last five cases of a kind', () => {
    const points = [1, 1, 1, 1, 1, 0].map((likeness) => point('control', likeness))
    const [series] = driftSeries([{ reader: ada, points: [point('repeat', 0), ...points] }], 'control')

    expect(series?.likenesses).toEqual([1, 1, 1, 1, 1, 0])
    expect(series?.means).toEqual([1, 1, 1, 1, 1, 0.8])
  })
})
