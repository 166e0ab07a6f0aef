import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it, vi } from 'vitest'
import type { Group, ReadingSet } from '@/api/types'
import { renderPart } from '@/test/render'
import { problem, serve } from '@/test/server'
import { DeleteSet } from './components/delete-set'
import { SetList } from './components/set-list'
import { SetSettings } from './components/set-settings'

const set: ReadingSet = {
  id: 'set',
  group_id: 'group',
  name: 'Chest nodules',
  description: null,
  guideline: 'Box every nodule.',
  task: 'detection',
  package_size: 20,
  readers_per_sample: 1,
  identity: 'pseudonym',
  sample_grouping: 'none',
  readers_see_readings: 'never',
  readers_see_imported: 'always',
  hanging: null,
  is_blind: false,
  round: 1,
  version: 3,
  sample_count: 0,
  package_count: 0,
  examination_count: 0,
  done_count: 0,
  region_count: 0,
  label_count: 0,
  free_package_count: 0,
  my_role: 'admin',
  created_at: '2026-01-01T00:00:00Z',
  archived_at: null,
}
const setUrl = '/api/v1/sets/set'
const name = () => screen.getByRole('textbox', { name: 'Name' })
const save = () => userEvent.click(screen.getByRole('button', { name: 'Save' }))

describe('SetSettings', () => {
  it('sends only what was changed, over the version it was changed from', async () => {
    const server = serve({ [`PATCH ${setUrl}`]: { body: { ...set, name: 'Nodules', version: 4 } } })
    await renderPart(<SetSettings set={set} />)

    await userEvent.clear(name())
    await userEvent.type(name(), 'Nodules')
    await save()

    expect(await screen.findByText('Saved.')).toBeInTheDocument()
    const asked = server.asked.find(({ method }) => method === 'PATCH')
    expect(asked?.headers.get('If-Match')).toBe('"3"')
    expect(await asked?.json()).toEqual({ name: 'Nodules' })
  })

  it('keeps what was typed when somebody else was first, shows theirs, and saves over it when asked', async () => {
    const theirs = { ...set, guideline: 'Outline every mass.', version: 4 }
    const refused = problem(412, 'StaleVersion', 'Somebody else changed this meanwhile.')
    const server = serve({
      [`PATCH ${setUrl}`]: ({ headers }) =>
        headers.get('If-Match') === '"4"' ? { body: { ...theirs, name: 'Nodules', version: 5 } } : refused,
      [`GET ${setUrl}`]: { body: theirs },
    })
    await renderPart(<SetSettings set={set} />)

    await userEvent.clear(name())
    await userEvent.type(name(), 'Nodules')
    await save()

    const notice = await screen.findByRole('alert')
    expect(notice).toHaveTextContent('Guideline: Outline every mass.')
    expect(name()).toHaveValue('Nodules')
    expect(screen.getByRole('textbox', { name: 'Guideline' })).toHaveValue('Outline every mass.')

    await save()
    expect(await screen.findByText('Saved.')).toBeInTheDocument()
    expect(await server.asked.at(-1)?.json()).toEqual({ name: 'Nodules' })
    expect(screen.queryByRole('alert')).not.toBeInTheDocument()
  })

  it('takes what somebody else wrote instead', async () => {
    serve({
      [`PATCH ${setUrl}`]: problem(412, 'StaleVersion', 'Somebody else changed this meanwhile.'),
      [`GET ${setUrl}`]: { body: { ...set, name: 'Lungs', version: 4 } },
    })
    await renderPart(<SetSettings set={set} />)

    await userEvent.type(name(), '!')
    await save()
    await userEvent.click(await screen.findByRole('button', { name: 'Drop mine' }))

    expect(name()).toHaveValue('Lungs')
    expect(screen.getByRole('button', { name: 'Save' })).toBeDisabled()
  })

  it('does not offer what readings and packages have fixed', async () => {
    await renderPart(<SetSettings set={{ ...set, package_count: 1, examination_count: 1 }} />)

    expect(screen.getByRole('radio', { name: 'Segmentation' })).toBeDisabled()
    expect(screen.getByRole('textbox', { name: 'Readers per sample' })).toBeDisabled()
    expect(screen.getByText('The set has readings: its task can no longer change.')).toBeInTheDocument()
  })
})

describe('DeleteSet', () => {
  it('names what goes with the set before it deletes it', async () => {
    const onDeleted = vi.fn()
    serve({
      [`GET ${setUrl}/contents`]: {
        body: { samples: 40, packages: 3, readings: 41, objects: 0, labels: 2, extraction_runs: 1 },
      },
      [`DELETE ${setUrl}`]: { status: 204 },
    })
    await renderPart(<DeleteSet set={set} onDeleted={onDeleted} />)

    await userEvent.click(screen.getByRole('button', { name: 'Delete set…' }))
    const dialog = await screen.findByRole('dialog', { name: 'Delete the set Chest nodules?' })
    for (const text of ['40 samples', '3 packages', '41 readings'])
      expect(await within(dialog).findByText(text)).toBeInTheDocument()
    expect(within(dialog).getByText(/1 extraction stays/)).toBeInTheDocument()
    await userEvent.click(within(dialog).getByRole('button', { name: 'Delete set' }))

    await vi.waitFor(() => expect(onDeleted).toHaveBeenCalledOnce())
  })

  it('says why it cannot be deleted now', async () => {
    serve({
      [`GET ${setUrl}/contents`]: { body: { samples: 0, packages: 0, readings: 0, objects: 0, labels: 0 } },
      [`DELETE ${setUrl}`]: problem(409, 'SetBusy', 'An import of this set is running.'),
    })
    await renderPart(<DeleteSet set={set} onDeleted={vi.fn()} />)

    await userEvent.click(screen.getByRole('button', { name: 'Delete set…' }))
    await userEvent.click(await screen.findByRole('button', { name: 'Delete set' }))

    expect(await screen.findByRole('alert')).toHaveTextContent('An import of this set is running.')
  })
})

describe('SetList', () => {
  const group = { id: 'group', my_role: 'annotator', set_count: 1 } as Group
  const url = 'GET /api/v1/groups/group/sets'
  const none = { items: [], total: 0, page: 1, page_size: 50 }

  it('shows the open sets, and the archived ones when asked', async () => {
    const archived = { ...set, archived_at: '2026-01-02T00:00:00Z' }
    const server = serve({
      [url]: (request) =>
        new URL(request.url).searchParams.get('archived') === 'true'
          ? { body: { ...none, items: [archived], total: 1 } }
          : { body: none },
    })
    await renderPart(<SetList group={group} />)

    expect(await screen.findByText('No set is open')).toBeInTheDocument()
    await userEvent.click(screen.getByRole('radio', { name: 'Archived' }))

    expect(await screen.findByRole('row', { name: /Chest nodules Archived/ })).toBeInTheDocument()
    expect(server.asked.map(({ url }) => new URL(url).searchParams.get('archived'))).toEqual([
      'false',
      'true',
    ])
  })
})

it('lets who is blind change neither the task nor the rules that keep them so', async () => {
  await renderPart(
    <SetSettings set={{ ...set, is_blind: true, examination_count: null, done_count: null }} />,
  )

  expect(screen.getByRole('combobox', { name: "Others' readings" })).toBeDisabled()
  expect(screen.getByRole('radio', { name: /Segmentation/ })).toBeDisabled()
})

it('says from when readers see what others have read', async () => {
  const server = serve({ [`PATCH ${setUrl}`]: { body: { ...set, readers_see_readings: 'after_own' } } })
  await renderPart(<SetSettings set={set} />)

  await userEvent.click(screen.getByRole('combobox', { name: "Others' readings" }))
  await userEvent.click(await screen.findByRole('option', { name: /After their own/ }))
  await userEvent.click(screen.getByRole('button', { name: 'Save' }))

  expect(await server.asked.find(({ method }) => method === 'PATCH')?.json()).toEqual({
    readers_see_readings: 'after_own',
  })
})

describe('hanging rules', () => {
  it('are as is usual until the set has its own, which begin as those', async () => {
    const server = serve({ [`PATCH ${setUrl}`]: { body: { ...set, version: 4 } } })
    await renderPart(<SetSettings set={set} />)
    expect(screen.getByRole('radio', { name: 'As is usual' })).toBeChecked()

    await userEvent.click(screen.getByRole('radio', { name: 'By rules of this set' }))
    expect(screen.getByRole('textbox', { name: 'Modality of rule 1' })).toHaveValue('MG')
    await userEvent.type(screen.getByRole('textbox', { name: 'Body part of rule 1' }), 'breast')
    await userEvent.click(screen.getByRole('checkbox', { name: 'Latest prior beside it, rule 1' }))
    for (const number of [4, 3, 2])
      await userEvent.click(screen.getByRole('button', { name: `Remove rule ${number}` }))
    await save()

    const asked = server.asked.find(({ method }) => method === 'PATCH')
    const rule = { modality: 'MG', body_part: 'BREAST', layout: '2x2', with_prior: true, links: [] }
    expect(await asked?.json()).toEqual({ hanging: [rule] })
  })

  it('go back to what is usual', async () => {
    const server = serve({ [`PATCH ${setUrl}`]: { body: { ...set, version: 4 } } })
    await renderPart(<SetSettings set={{ ...set, hanging: [] }} />)
    expect(screen.getByText('No rule: every sample opens as one picture.')).toBeInTheDocument()

    await userEvent.click(screen.getByRole('radio', { name: 'As is usual' }))
    await save()

    const asked = server.asked.find(({ method }) => method === 'PATCH')
    expect(await asked?.json()).toEqual({ hanging: null })
  })
})
