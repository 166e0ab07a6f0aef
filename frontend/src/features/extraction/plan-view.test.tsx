import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import type { ExtractionPlan, PlanItem, RunCreate } from '@/api/types'
import { renderPart } from '@/test/render'
import { problem, serve } from '@/test/server'
import { PlanView } from './components/plan-view'

const section = { modality: 'any', image_types: ['Original'], feature_classes: [], settings: {} }
const sections = [{ ...section, intensity: '', preprocessing: [], mask_preprocessing: [] }]
const preset = (id: string, change: object = {}) => ({
  id,
  name: `Preset ${id}`,
  version: 1,
  description: '',
  regions: 'referenced',
  sections,
  ...change,
})
const plain = preset('plain')
const wide = preset('wide', { sections: [{ ...sections[0], image_types: ['Original', 'Wavelet'] }] })
const item = (name: string, change: Partial<PlanItem> = {}): PlanItem => ({
  series_id: 'series',
  series_description: 'Thorax',
  modality: 'CT',
  modality_key: 'CT',
  patient_label: 'P-1',
  study_date: null,
  region_id: name,
  region_name: name,
  origin: 'rtstruct',
  reader_name: null,
  rule: 'referenced',
  voxel_count: 100,
  volume_mm3: 2500,
  slice_count: 4,
  state: 'ready',
  reason: null,
  warnings: [],
  ...change,
})
const skipped = item('Spine', { state: 'skipped', reason: { code: 'empty', message: 'It marks no voxel.' } })
const warned = item('Node', { warnings: [{ code: 'one_slice', message: 'It is on one slice only.' }] })
const plan: ExtractionPlan = {
  ready_count: 2,
  skipped_count: 1,
  items: [item('Tumour'), skipped, warned],
  region_names: ['Tumour', 'Spine', 'Node'].map((name) => ({ name, region_count: 1, study_count: 1 })),
  series_to_map: [],
  section_keys: ['any'],
}
const series = { series_number: 3, modality: 'MR', patient_label: 'P-2' }
const toMap: ExtractionPlan = {
  ...plan,
  series_to_map: [
    { ...series, series_id: 's1', description: 'Ax --- T1', suggested_key: 'MR_T1' },
    { ...series, series_id: 's2', description: 'Ax T2', suggested_key: null },
  ],
  section_keys: ['MR_T1', 'MR_T2', 'CT'],
}

async function renderPlan(answer: ReturnType<typeof problem> | { body: object } = { body: plan }) {
  const server = serve({
    'GET /api/v1/extraction-presets': { body: { items: [wide, plain], total: 2, page: 1, page_size: 500 } },
    'GET /api/v1/extraction-engine': { body: { available: true, reason: null, versions: {} } },
    'POST /api/v1/extraction-plans': answer,
    'POST /api/v1/extraction-runs': { status: 202, body: { id: 'run' } },
  })
  const view = await renderPart(<PlanView scope={{ set_id: 'set' }} />)
  const asked = async (path: string) => {
    const requests = server.asked.filter(({ url }) => url.endsWith(path))
    return (await requests.at(-1)!.clone().json()) as RunCreate
  }
  return { ...view, asked }
}

const rows = async () => (await screen.findByRole('table', { name: 'Plan' })).querySelectorAll('tbody tr')
const rowOf = (name: string) => screen.getByRole('row', { name: new RegExp(name) })

describe('PlanView', () => {
  it('shows what comes, what does not, and why', async () => {
    await renderPlan()

    expect(await rows()).toHaveLength(3)
    expect(within(rowOf('Tumour')).getByText('Ready')).toBeVisible()
    expect(within(rowOf('Spine')).getByText('Skipped')).toBeVisible()
    expect(within(rowOf('Spine')).getByText('It marks no voxel.')).toBeVisible()
    expect(within(rowOf('Node')).getByText('With a warning')).toBeVisible()
    expect(within(rowOf('Node')).getByText('It is on one slice only.')).toBeVisible()
  })

  it('shows only what is skipped', async () => {
    await renderPlan()
    await rows()

    await userEvent.click(screen.getByRole('radio', { name: 'Skipped 1' }))

    expect(await rows()).toHaveLength(1)
    expect(rowOf('Spine')).toBeVisible()
  })

  it('begins with the plainest preset, and plans anew when a region is left out', async () => {
    const { asked } = await renderPlan()
    await rows()
    expect(await asked('/extraction-plans')).toMatchObject({ preset_id: 'plain', set_id: 'set' })

    await userEvent.click(screen.getByRole('checkbox', { name: 'Spine' }))

    await waitFor(async () =>
      expect(await asked('/extraction-plans')).toMatchObject({ region_names: ['Tumour', 'Node'] }),
    )
  })

  it('says which series is which, by suggestion', async () => {
    const { asked } = await renderPlan({ body: toMap })

    await userEvent.click(await screen.findByRole('button', { name: 'Take 1 suggestion' }))

    await waitFor(async () =>
      expect(await asked('/extraction-plans')).toMatchObject({ modality_map: { s1: 'MR_T1' } }),
    )
    expect(screen.getByText('1 of 2 series')).toBeVisible()
  })

  it('starts what is planned', async () => {
    const { asked, router } = await renderPlan()

    await userEvent.click(await screen.findByRole('button', { name: 'Extract 2 regions' }))

    await waitFor(() => expect(router.state.location.pathname).toBe('/extraction-runs/run'))
    expect(await asked('/extraction-runs')).toEqual(await asked('/extraction-plans'))
  })

  it('asks nothing while no region is chosen', async () => {
    await renderPlan()
    await rows()

    await userEvent.click(screen.getByRole('button', { name: 'None' }))

    expect(await screen.findByText('Nothing is chosen')).toBeVisible()
    expect(screen.getByRole('checkbox', { name: 'Spine' })).not.toBeChecked()
  })

  it('says why it could not plan', async () => {
    await renderPlan(problem(422, 'OneCentre', 'The preset is of another centre.'))

    expect(await screen.findByText('The preset is of another centre.')).toBeVisible()
  })
})
