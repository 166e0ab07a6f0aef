import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, it } from 'vitest'
import type { ReadingSet } from '@/api/types'
import { renderPart } from '@/test/render'
import { problem, serve } from '@/test/server'
import type { AnnotationImport } from './api'
import { ImportList } from './components/import-list'

const set = { id: 'set', name: 'Nodules', archived_at: null } as ReadingSet
const url = '/api/v1/sets/set/annotation-imports'
const item: AnnotationImport = {
  id: 'one',
  set_id: 'set',
  job_id: 'job',
  file_name: 'coco.json',
  request: { create_labels: true, edge: 0.5, as_outlines: false, label_names: {} },
  report: {
    readings: 2,
    objects: 5,
    labels_created: ['Polyp'],
    files: [
      {
        name: 'coco.json',
        kind: 'coco',
        objects: 5,
        refused_count: 2,
        refused: [{ item: 'annotation 7', error: 'ImageUnknown', message: 'The image is in no sample.' }],
      },
    ],
  },
  state: 'done',
  done: 2,
  total: 2,
  message: null,
  error_code: null,
  created_at: '2026-01-01T00:00:00Z',
}
const page = (...items: AnnotationImport[]) => ({
  body: { items, total: items.length, page: 1, page_size: 50 },
})

async function openDialog() {
  await userEvent.click(await screen.findByRole('button', { name: 'Bring in annotations…' }))
  return within(await screen.findByRole('dialog', { name: 'Bring annotations into Nodules' }))
}

it('says what came of it, and what was refused and why', async () => {
  serve({ [`GET ${url}`]: page(item) })
  await renderPart(<ImportList set={set} />)

  expect(await screen.findByText('2 readings, 5 objects')).toBeInTheDocument()
  expect(screen.getByText('New labels: Polyp')).toBeInTheDocument()
  await userEvent.click(screen.getByRole('button', { name: /2 objects were refused/ }))

  const details = within(await screen.findByRole('dialog', { name: 'What was refused of coco.json' }))
  expect(details.getByText('annotation 7: The image is in no sample.')).toBeInTheDocument()
  expect(details.getByText('and 1 more')).toBeInTheDocument()
})

it('sends the chosen file', async () => {
  const server = serve({ [`GET ${url}`]: page(), [`POST ${url}`]: { status: 202, body: item } })
  await renderPart(<ImportList set={set} />)

  const dialog = await openDialog()
  const input = document.querySelector('input[type="file"]')
  await userEvent.upload(input as HTMLInputElement, new File(['{}'], 'coco.json'))
  await userEvent.click(dialog.getByRole('switch', { name: /Make labels/ }))
  await userEvent.click(dialog.getByRole('button', { name: 'Bring in' }))

  await waitFor(() => expect(server.asked.some(({ method }) => method === 'POST')).toBe(true))
  const asked = server.asked.find(({ method }) => method === 'POST')
  expect(asked?.url).toContain('file_name=coco.json')
  expect(asked?.url).toContain('create_labels=true')
})

it('sends a mask in NIfTI with the labels of its values', async () => {
  const server = serve({ [`GET ${url}`]: page(), [`POST ${url}`]: { status: 202, body: item } })
  await renderPart(<ImportList set={set} />)

  const dialog = await openDialog()
  expect(dialog.getByText(/RTSTRUCT or NIfTI/)).toBeInTheDocument()
  const input = document.querySelector('input[type="file"]')
  await userEvent.upload(input as HTMLInputElement, new File(['mask'], 'case.nii.gz'))
  const labels = dialog.getByRole('textbox', { name: 'Labels of NIfTI values' })
  await userEvent.type(labels, 'Nodule')
  await userEvent.click(dialog.getByRole('button', { name: 'Bring in' }))
  expect(labels).toBeInvalid()
  expect(server.asked.some(({ method }) => method === 'POST')).toBe(false)

  await userEvent.clear(labels)
  await userEvent.type(labels, '1 = Nodule{Enter}2=Feeding vessel')
  await userEvent.click(dialog.getByRole('button', { name: 'Bring in' }))

  await waitFor(() => expect(server.asked.some(({ method }) => method === 'POST')).toBe(true))
  const asked = new URL(server.asked.find(({ method }) => method === 'POST')?.url ?? '', 'http://here')
  expect(asked.searchParams.get('file_name')).toBe('case.nii.gz')
  expect(asked.searchParams.getAll('label_names')).toEqual(['1=Nodule', '2=Feeding vessel'])
})

it('says why a file was not taken', async () => {
  serve({ [`GET ${url}`]: page(), [`POST ${url}`]: problem(422, 'NothingSent', 'The file is empty.') })
  await renderPart(<ImportList set={set} />)

  const dialog = await openDialog()
  const input = document.querySelector('input[type="file"]')
  await userEvent.upload(input as HTMLInputElement, new File([''], 'coco.json'))
  await userEvent.click(dialog.getByRole('button', { name: 'Bring in' }))

  expect(await dialog.findByRole('alert')).toHaveTextContent('The file is empty.')
})

it('offers nothing in a set that is archived', async () => {
  serve({ [`GET ${url}`]: page(item) })
  await renderPart(<ImportList set={{ ...set, archived_at: '2026-01-01T00:00:00Z' }} />)

  await screen.findByText('2 readings, 5 objects')
  expect(screen.queryByRole('button', { name: 'Bring in annotations…' })).not.toBeInTheDocument()
})
