import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import type { Label, ReadingSet } from '@/api/types'
import { renderPart } from '@/test/render'
import { serve } from '@/test/server'
import { withMoved } from './api'
import { LabelList } from './components/label-list'

const label = (name: string, position: number, change: Partial<Label> = {}): Label => ({
  id: name.toLowerCase(),
  set_id: 'set',
  name,
  color: '#E69F00',
  description: null,
  concept: null,
  shortcut: null,
  attributes: null,
  position,
  version: 1,
  archived_at: null,
  ...change,
})
const page = (items: Label[]) => ({ items, total: items.length, page: 1, page_size: 500 })
const set = { id: 'set', my_role: 'admin' } as ReadingSet
const labelsUrl = 'GET /api/v1/sets/set/labels'

const rows = () =>
  within(screen.getByRole('table', { name: 'Labels' }))
    .getAllByRole('row')
    .slice(1)
const bodyOf = async (request: Request | undefined) => JSON.parse((await request?.text()) ?? '{}') as unknown

describe('LabelList', () => {
  it('moves a label by arrow keys, keeps the focus and says where it is now', async () => {
    let stored = page([label('Nodule', 1), label('Mass', 2)])
    const server = serve({
      [labelsUrl]: () => ({ body: stored }),
      'PATCH /api/v1/labels/mass': () => {
        stored = withMoved(stored, 'mass', 0)
        return { body: stored.items[0] }
      },
    })
    await renderPart(<LabelList set={set} />)

    const handle = await screen.findByRole('button', { name: /^Move Mass/ })
    handle.focus()
    await userEvent.keyboard('{ArrowUp}')

    await waitFor(() => expect(rows()[0]).toHaveTextContent('Mass'))
    expect(screen.getByRole('button', { name: /^Move Mass/ })).toHaveFocus()
    expect(screen.getByText('Mass is now number 1 of 2.')).toBeInTheDocument()
    await waitFor(() => expect(server.paths()).toContain('PATCH /api/v1/labels/mass'))
    expect(await bodyOf(server.asked.find(({ method }) => method === 'PATCH'))).toEqual({ position: 1 })
  })

  it('gives no key to what is archived; those after it close up', async () => {
    const archived = label('Mass', 2, { archived_at: '2026-01-01T00:00:00Z' })
    serve({ [labelsUrl]: { body: page([label('Nodule', 1), archived, label('Scar', 3)]) } })
    await renderPart(<LabelList set={set} />)
    await screen.findByText('Scar')

    const keys = rows().map((row) => within(row).getAllByRole('cell')[1]?.textContent)

    expect(keys).toEqual(['1', '', '2'])
    expect(rows()[1]).toHaveTextContent('Archived')
  })

  it('names the objects that go with a label before it deletes both', async () => {
    const server = serve({
      [labelsUrl]: { body: page([label('Nodule', 1)]) },
      'GET /api/v1/labels/nodule/contents': { body: { objects: 12, readings: 5 } },
      'DELETE /api/v1/labels/nodule': { status: 204 },
    })
    await renderPart(<LabelList set={set} />)

    await userEvent.click(await screen.findByRole('button', { name: 'Delete Nodule' }))
    const dialog = await screen.findByRole('dialog')
    expect(await within(dialog).findByText(/12 objects in 5 readings/)).toBeInTheDocument()
    await userEvent.click(within(dialog).getByRole('button', { name: 'Delete label and objects' }))

    await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument())
    const asked = server.asked.find(({ method }) => method === 'DELETE')
    expect(new URL(asked!.url).search).toBe('?with_objects=true')
  })

  it('lets those who do not lead only look', async () => {
    serve({ [labelsUrl]: { body: page([label('Nodule', 1)]) } })
    await renderPart(<LabelList set={{ ...set, my_role: 'annotator' }} />)
    await screen.findByText('Nodule')

    expect(screen.getAllByRole('button').map((button) => button.textContent)).toEqual(['Export'])
  })
})

describe('a label', () => {
  it('is made with a concept, a key and attributes', async () => {
    const server = serve({
      [labelsUrl]: { body: page([]) },
      'POST /api/v1/sets/set/labels': { status: 201, body: label('Nodule', 1) },
    })
    await renderPart(<LabelList set={set} />)
    const write = async (field: HTMLElement | undefined, words: string) => {
      await userEvent.click(field!)
      await userEvent.paste(words)
    }
    const type = (name: string, words: string) => write(screen.getByRole('textbox', { name }), words)

    await userEvent.click((await screen.findAllByRole('button', { name: 'Add label' }))[0]!)
    const [name] = await screen.findAllByRole('textbox', { name: /^Name/ })
    await write(name, 'Nodule')
    await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Key' }), 'A')
    await type('Code', '27925004')
    await userEvent.click(screen.getByRole('button', { name: 'Add attribute' }))
    await userEvent.click(screen.getByRole('button', { name: 'Add' }))
    expect(await screen.findByText('Fill in scheme, code and meaning, or none of them.')).toBeVisible()
    expect(screen.getByText('Write at least one option.')).toBeVisible()

    await type('Scheme', 'SCT')
    await type('Meaning', 'Nodule')
    await write(screen.getAllByRole('textbox', { name: /^Name/ })[1], 'margin')
    await type('Options', 'smooth\nrough')
    await userEvent.click(screen.getByRole('button', { name: 'Add' }))

    await waitFor(() => expect(server.paths()).toContain('POST /api/v1/sets/set/labels'))
    expect(await bodyOf(server.asked.find(({ method }) => method === 'POST'))).toMatchObject({
      shortcut: 'A',
      concept: { scheme: 'SCT', code: '27925004', meaning: 'Nodule' },
      attributes: [{ kind: 'choice', name: 'margin', required: false, options: ['smooth', 'rough'] }],
    })
  })
})
