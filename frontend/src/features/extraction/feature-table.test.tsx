import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { ExtractionRun, FeatureRow } from '@/api/types'
import { renderPart } from '@/test/render'
import { problem, serve } from '@/test/server'
import { FeatureTable } from './components/feature-table'

const run = {
  id: 'run',
  job: { state: 'done' },
  task_count: 3,
  done_count: 2,
  failed_count: 1,
  cancelled_count: 0,
  stale_count: 1,
  modalities: ['CT', 'PT'],
  region_names: ['Tumour', 'Node'],
} as ExtractionRun
const columns = [
  {
    name: 'original_shape_Sphericity',
    image_type: 'original',
    feature_class: 'shape',
    feature: 'Sphericity',
  },
  { name: 'original_glcm_Contrast', image_type: 'original', feature_class: 'glcm', feature: 'Contrast' },
]
const row = (region_name: string, change: Partial<FeatureRow> = {}): FeatureRow => ({
  task_id: region_name,
  region_id: region_name,
  patient_label: 'P-1',
  modality: 'CT',
  modality_key: 'CT',
  region_name,
  origin: 'rtstruct',
  reader_name: null,
  is_stale: false,
  reused: false,
  values: [0.123456789, 12],
  reasons: {},
  ...change,
})
const oneVoxel = 'The region has one voxel.'
const node = row('Node', {
  is_stale: true,
  values: [0.5, null],
  reasons: { original_glcm_Contrast: oneVoxel },
})
const page = (...items: FeatureRow[]) => ({
  body: { columns: columns.map(({ name }) => name), items, total: items.length, page: 1, page_size: 50 },
})
const features = '/api/v1/extraction-runs/run/features'

async function renderTable(answers: Parameters<typeof serve>[0] = {}, path = '/') {
  const server = serve({
    'GET /api/v1/extraction-runs/run/columns': { body: columns },
    'GET /api/v1/extraction-runs/run/tasks': { body: { items: [], total: 0, page: 1, page_size: 100 } },
    [`GET ${features}`]: page(row('Tumour'), node),
    ...answers,
  })
  await renderPart(<FeatureTable run={run} />, { path })
  const lastAsked = () => {
    const asked = server.asked.filter(({ url }) => new URL(url).pathname === features)
    return new URL(asked.at(-1)!.url).searchParams
  }
  return { lastAsked }
}

const table = () => screen.findByRole('table', { name: 'Features' })

// The columns in sight are those that fit; nothing has a size here.
beforeEach(() => {
  vi.spyOn(Element.prototype, 'clientWidth', 'get').mockReturnValue(1200)
  vi.spyOn(Element.prototype, 'clientHeight', 'get').mockReturnValue(600)
})

describe('FeatureTable', () => {
  it('shows six digits, and the whole value on them', async () => {
    await renderTable()

    expect(within(await table()).getByText('0.123457')).toHaveAttribute('title', '0.123456789')
  })

  it('says what is not computable and why, and marks what is stale', async () => {
    await renderTable()

    const missing = within(await table()).getByRole('button', { name: /Contrast: not computable/ })
    expect(missing).toHaveAccessibleName(`n/c, original_glcm_Contrast: not computable. ${oneVoxel}`)
    expect(within(await table()).getByRole('rowheader', { name: /^Node\s?stale$/ })).toBeVisible()
    expect(screen.getByText(/1 value on this page is not computable/)).toBeVisible()

    await userEvent.click(missing)

    const drawer = await screen.findByRole('dialog', { name: 'Node of P-1' })
    expect(within(drawer).getByText(new RegExp(oneVoxel))).toBeVisible()
    expect(within(drawer).getByText('original_glcm_Contrast')).toBeVisible()
  })

  it('names the regions that have no row', async () => {
    await renderTable()
    await table()

    expect(screen.getByText('1 region has no values and is not in this table.')).toBeVisible()
    expect(screen.getByRole('link', { name: 'See why' })).toHaveAttribute(
      'href',
      '/extraction-runs/run/regions?state=failed',
    )
  })

  it('lets the server sort, up and down', async () => {
    const { lastAsked } = await renderTable()
    await table()

    await userEvent.click(screen.getByTitle('original_glcm_Contrast'))
    await waitFor(() => expect(lastAsked().get('sort')).toBe('original_glcm_Contrast'))
    await userEvent.click(screen.getByTitle('original_glcm_Contrast'))
    await waitFor(() => expect(lastAsked().get('sort')).toBe('-original_glcm_Contrast'))
  })

  it('shows the columns of a class', async () => {
    await renderTable()
    await table()

    await userEvent.click(screen.getByRole('button', { name: '2 of 2 columns' }))
    await userEvent.click(await screen.findByRole('checkbox', { name: 'glcm (1)' }))

    expect(await screen.findByRole('button', { name: '1 of 2 columns' })).toBeInTheDocument()
    expect(within(await table()).getByText('Contrast')).toBeInTheDocument()
    expect(within(await table()).queryByText('Sphericity')).not.toBeInTheDocument()
  })

  it('asks for what the address says, and offers all where nothing fits', async () => {
    const { lastAsked } = await renderTable(
      { [`GET ${features}`]: page() },
      '/?q=P-9&modality=PT&region=Node&shown=stale&page=2',
    )

    expect(await screen.findByText('No region matches')).toBeVisible()
    const asked = Object.fromEntries(lastAsked())
    expect(asked).toMatchObject({ search: 'P-9', modality: 'PT', region: 'Node', stale: 'true' })
  })

  it('says why the values could not be loaded', async () => {
    await renderTable({ [`GET ${features}`]: problem(404, 'RunNotFound', 'There is no such run.') })

    expect(await screen.findByText('There is no such run.')).toBeVisible()
  })
})
