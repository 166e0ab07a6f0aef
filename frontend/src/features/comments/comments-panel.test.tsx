import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it, vi } from 'vitest'
import { renderPart } from '@/test/render'
import { serve } from '@/test/server'
import type { CommentSlot } from '@/viewer/pins'
import type { Thread } from './api'
import { CommentsPanel } from './components/comments-panel'

const said = { created_at: '2026-01-01T00:00:00Z', edited_at: null, deleted_at: null }
const thread: Thread = {
  id: 'thread',
  sample_id: 'sample',
  image_id: 'image',
  sop_instance_uid: null,
  frame: 1,
  x: 4,
  y: 5,
  is_about_reading: true,
  is_mine: false,
  resolved_at: null,
  comments: [
    { id: 'one', author: null, is_mine: false, content: 'Is this one?', ...said },
    { id: 'two', author: 'Ada', is_mine: true, content: 'It is.', ...said },
  ],
}
const url = '/api/v1/sets/set/samples/sample/threads'
const list = { body: { items: [thread], total: 1, page: 1, page_size: 500 } }
const slot = (change: Partial<CommentSlot> = {}): CommentSlot => ({
  setId: 'set',
  sampleId: 'sample',
  isPinning: false,
  pin: null,
  selectedId: null,
  startPinning: vi.fn(),
  forgetPin: vi.fn(),
  show: vi.fn(),
  onPins: vi.fn(),
  ...change,
})

describe('CommentsPanel', () => {
  it('names nobody whom the server does not name', async () => {
    serve({ [`GET ${url}`]: list })
    await renderPart(<CommentsPanel slot={slot()} />)

    expect(await screen.findByText('Reviewer')).toBeVisible()
    expect(screen.getByText('You')).toBeVisible()
  })

  it('has its pins drawn and shows where each is', async () => {
    serve({ [`GET ${url}`]: list })
    const given = slot()
    await renderPart(<CommentsPanel slot={given} />)
    await userEvent.click(await screen.findByRole('button', { name: 'Comment 1' }))

    expect(given.onPins).toHaveBeenCalledWith([expect.objectContaining({ id: 'thread', x: 4, y: 5 })])
    expect(given.show).toHaveBeenCalledWith('thread', expect.objectContaining({ imageId: 'image' }))
  })

  it('sends a comment to where its pin was set', async () => {
    const server = serve({ [`GET ${url}`]: list, [`POST ${url}`]: { status: 201, body: thread } })
    const pin = { imageId: 'image', sopInstanceUid: null, frame: 1, x: 7, y: 8, alias: 'A' }
    const given = slot({ pin })
    await renderPart(<CommentsPanel slot={given} />)
    const words = await screen.findByRole('textbox', { name: 'New comment, for reader A' })
    await userEvent.type(words, 'And this?')
    await userEvent.click(screen.getByRole('button', { name: 'Send' }))

    const sent: unknown = await server.asked.find(({ method }) => method === 'POST')?.json()
    expect(sent).toMatchObject({ image_id: 'image', x: 7, y: 8, alias: 'A', content: 'And this?' })
    expect(given.forgetPin).toHaveBeenCalled()
  })

  it('edits and deletes what one has said oneself, and nothing else', async () => {
    const address = '/api/v1/comments/two'
    const server = serve({
      [`GET ${url}`]: list,
      [`PATCH ${address}`]: { body: thread },
      [`DELETE ${address}`]: { body: thread },
    })
    await renderPart(<CommentsPanel slot={slot()} />)
    const words = { name: 'Edit 2 of comment 1' }
    await userEvent.click(await screen.findByRole('button', words))
    expect(screen.getByRole('textbox', words)).toHaveValue('It is.')
    await userEvent.type(screen.getByRole('textbox', words), ' Or not.')
    await userEvent.click(screen.getByRole('button', { name: 'Send' }))
    await userEvent.click(await screen.findByRole('button', { name: 'Delete 2 of comment 1' }))
    await userEvent.click(screen.getByRole('button', { name: 'Delete' }))

    const sent: unknown = await server.asked.find(({ method }) => method === 'PATCH')?.json()
    expect(sent).toEqual({ content: 'It is. Or not.' })
    expect(server.paths()).toContain(`DELETE ${address}`)
    expect(screen.queryByRole('button', { name: 'Edit 1 of comment 1' })).toBeNull()
  })

  it('keeps the place of what was deleted', async () => {
    const gone = { ...thread.comments[0]!, content: '', deleted_at: '2026-01-01T00:00:00Z' }
    const items = [{ ...thread, comments: [gone, thread.comments[1]!] }]
    serve({ [`GET ${url}`]: { body: { ...list.body, items } } })
    await renderPart(<CommentsPanel slot={slot()} />)

    expect(await screen.findByText('Deleted.')).toBeVisible()
    expect(screen.getByText('It is.')).toBeVisible()
  })

  it('settles a thread', async () => {
    const server = serve({ [`GET ${url}`]: list, 'PATCH /api/v1/threads/thread': { body: thread } })
    await renderPart(<CommentsPanel slot={slot()} />)
    const item = (await screen.findByText('Is this one?')).closest('li')!
    await userEvent.click(within(item).getByRole('button', { name: 'Settle comment 1' }))

    const sent: unknown = await server.asked.find(({ method }) => method === 'PATCH')?.json()
    expect(sent).toEqual({ is_resolved: true })
  })
})
