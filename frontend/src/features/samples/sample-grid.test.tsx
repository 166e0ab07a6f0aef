import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import type { GridSample, Member, ReadingSet } from '@/api/types'
import { renderPart } from '@/test/render'
import { problem, serve } from '@/test/server'
import { SampleGrid } from './components/sample-grid'

const sample = (number: number, change: Partial<GridSample> = {}): GridSample => ({
  id: `s${number}`,
  set_id: 'set',
  position: number,
  title: `CT ${number}`,
  modality: 'CT',
  description: null,
  patient_label: null,
  image_count: 40,
  images: [],
  state: 'unread',
  packages: [{ package_id: 'p1', position: 1, reader: null, state: null }],
  ...change,
})
const page = (...items: object[]) => ({ body: { items, total: items.length, page: 1, page_size: 60 } })
const held = { samples: 2, readings: 0, objects: 0, packages: 0 }
const url = '/api/v1/sets/set/samples'
const other = { id: 'other', name: 'Second look' } as ReadingSet
const readers = [{ user_id: 'ada', name: 'Ada' }] as Member[]

async function renderGrid(answers: Parameters<typeof serve>[0], { path = '/', leads = true } = {}) {
  const server = serve({ [`GET ${url}`]: page(sample(1), sample(2), sample(3)), ...answers })
  const part = <SampleGrid setId="set" myId="ada" readers={readers} targets={leads ? [other] : undefined} />
  const { router } = await renderPart(part, { path })
  return { server, router }
}

const tile = (title: string) => screen.findByRole('checkbox', { name: `Choose ${title}` })
const button = (name: string) => screen.getByRole('button', { name })

describe('SampleGrid', () => {
  it('asks for what the address says', async () => {
    const { server } = await renderGrid({}, { path: '/?q=lung&modality=CT&state=done&reader=ada&package=p1' })
    await tile('CT 1')

    const asked = new URL(server.asked[0]?.url ?? '').searchParams
    expect(Object.fromEntries(asked)).toMatchObject({
      search: 'lung',
      modality: 'CT',
      state: 'done',
      reader: 'ada',
      package_id: 'p1',
    })
    expect(screen.getAllByText('Package 1')).not.toHaveLength(0)
  })

  it('keeps a filter in the address', async () => {
    const { router } = await renderGrid({})
    await tile('CT 1')

    await userEvent.click(screen.getByRole('combobox', { name: 'State' }))
    await userEvent.click(await screen.findByRole('option', { name: 'Done' }))

    await waitFor(() => expect(router.state.location.search).toMatchObject({ state: 'done' }))
  })

  it('says that nothing fits, and shows all again', async () => {
    const { router } = await renderGrid({ [`GET ${url}`]: page() }, { path: '/?q=nobody' })

    await userEvent.click(await screen.findByRole('button', { name: 'Show all samples' }))

    await waitFor(() => expect(router.state.location.search).not.toHaveProperty('q'))
  })

  it('is walked and chosen from by keyboard alone', async () => {
    await renderGrid({})
    const first = await tile('CT 1')

    first.focus()
    await userEvent.keyboard(' {ArrowRight}')
    expect(await tile('CT 2')).toHaveFocus()
    await userEvent.keyboard('{End}')
    expect(await tile('CT 3')).toHaveFocus()
    expect(screen.getByText('1 chosen')).toBeInTheDocument()

    await userEvent.keyboard('{Control>}a{/Control}')
    expect(screen.getByText('3 chosen')).toBeInTheDocument()
    await userEvent.keyboard('{Escape}')
    expect(screen.queryByText(/chosen/)).not.toBeInTheDocument()
  })

  it('offers what is in my package for reading', async () => {
    const mine = { package_id: 'p7', position: 7, reader: { id: 'ada', name: 'Ada' }, state: null }
    await renderGrid({ [`GET ${url}`]: page(sample(1, { packages: [mine] })) }, { leads: false })

    const link = await screen.findByRole('link', { name: 'CT 1: read in package 7' })
    expect(link).toHaveAttribute('href', '/packages/p7?sample=s1')
    expect(screen.queryByRole('checkbox')).not.toBeInTheDocument()
  })

  it('names the readings that go before it deletes', async () => {
    const { server } = await renderGrid({
      [`POST ${url}/contents`]: { body: { ...held, readings: 4, objects: 9, packages: 1 } },
      [`POST ${url}/delete`]: { body: { samples: 2, readings: 4, packages: 1 } },
    })
    await userEvent.click(await tile('CT 1'))
    await userEvent.click(await tile('CT 3'))

    await userEvent.click(button('Delete…'))
    const dialog = within(await screen.findByRole('dialog', { name: 'Delete 2 samples?' }))
    expect(await dialog.findByText('4 readings')).toBeInTheDocument()
    expect(dialog.getByText('1 package')).toBeInTheDocument()
    await userEvent.click(dialog.getByRole('button', { name: 'Delete samples' }))

    await waitFor(() => expect(server.paths()).toContain(`POST ${url}/delete`))
    const asked = server.asked.find((request) => request.url.endsWith('/delete'))
    expect(await asked?.json()).toEqual({ sample_ids: ['s1', 's3'], with_readings: true })
    await waitFor(() => expect(screen.queryByText('2 chosen')).not.toBeInTheDocument())
  })

  it('moves to the set that is chosen, and says why not', async () => {
    const detail = '1 of these samples are in Second look already: CT 1.'
    const { server } = await renderGrid({
      [`POST ${url}/contents`]: { body: { ...held, samples: 1 } },
      [`POST ${url}/move`]: problem(409, 'SampleThere', detail),
    })
    await userEvent.click(await tile('CT 1'))

    await userEvent.click(button('Move…'))
    const dialog = within(await screen.findByRole('dialog', { name: 'Move 1 sample to another set' }))
    expect(dialog.getByRole('button', { name: 'Move' })).toBeDisabled()
    await userEvent.click(dialog.getByRole('combobox', { name: 'To the set' }))
    await userEvent.click(await screen.findByRole('option', { name: 'Second look' }))
    await userEvent.click(dialog.getByRole('button', { name: 'Move' }))

    expect(await dialog.findByText(detail)).toBeInTheDocument()
    const asked = server.asked.find((request) => request.url.endsWith('/move'))
    expect(await asked?.json()).toEqual({ sample_ids: ['s1'], with_readings: false, to_set_id: 'other' })
  })
})
