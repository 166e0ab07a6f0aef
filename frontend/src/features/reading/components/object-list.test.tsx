import '../messages'
import { render, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, test, vi } from 'vitest'
import { label } from '../model/fixtures'
import { ObjectList } from './object-list'
import type { ReadObject } from './read-object'

const nodule = label('nodule', 'Nodule', 1)
const effusion = label('effusion', 'Effusion', 2)

const object = (id: string, change: Partial<ReadObject> = {}): ReadObject => ({
  id,
  kind: 'box',
  label: nodule,
  size: '14.2 × 9.0 mm',
  facts: [],
  knownMm: null,
  picture: 3,
  comment: null,
  attributes: null,
  isHidden: false,
  isLocked: false,
  sync: 'synced',
  reason: null,
  ...change,
})
const base = {
  labels: [nodule, effusion],
  selectedId: null,
  isReadOnly: false,
  hint: 'Press R and draw.',
  spacing: 'Sizes in px: this image is not calibrated.',
  showsPicture: true,
  onSelect: vi.fn(),
  onRelabel: vi.fn(),
  onComment: vi.fn(),
  onSay: vi.fn(),
  onHide: vi.fn(),
  onLock: vi.fn(),
  onKnow: vi.fn(),
  onDelete: vi.fn(),
}

describe('objects', () => {
  test('say whether the server has them', () => {
    const objects = [
      object('a'),
      object('b', { sync: 'pending' }),
      object('c', { sync: 'failed', reason: 'No.' }),
    ]
    render(<ObjectList {...base} objects={objects} />)

    const rows = screen.getAllByRole('listitem')
    expect(within(rows[0]!).getByRole('img', { name: 'synced' })).toBeVisible()
    expect(within(rows[1]!).getByRole('img', { name: 'pending' })).toBeVisible()
    expect(within(rows[2]!).getByRole('img', { name: 'failed' })).toBeVisible()
    expect(within(rows[2]!).getByText('No.')).toBeVisible()
  })

  test('can be selected and deleted', async () => {
    const onSelect = vi.fn()
    const onDelete = vi.fn()
    render(<ObjectList {...base} objects={[object('a')]} onSelect={onSelect} onDelete={onDelete} />)

    await userEvent.click(screen.getByRole('button', { name: 'Nodule #3 14.2 × 9.0 mm' }))
    await userEvent.click(screen.getByRole('button', { name: 'Delete Nodule' }))

    expect(onSelect).toHaveBeenCalledWith('a')
    expect(onDelete).toHaveBeenCalledWith('a')
  })

  test('get another label when they are selected', async () => {
    const onRelabel = vi.fn()
    render(<ObjectList {...base} objects={[object('a')]} selectedId="a" onRelabel={onRelabel} />)

    await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Label of this object' }), 'Effusion')

    expect(onRelabel).toHaveBeenCalledWith('a', effusion)
  })

  test('that are not there yet have a hint', () => {
    render(<ObjectList {...base} objects={[]} />)

    expect(screen.getByText('Nothing drawn yet. Press R and draw.')).toBeVisible()
  })

  test('keep an archived label, which no other object is offered', () => {
    const archived = { ...effusion, archived_at: '2026-01-01T00:00:00Z' }
    const objects = [object('a', { label: archived }), object('b')]
    const offered = () => screen.getAllByRole('option').map(({ textContent }) => textContent)

    const { rerender } = render(<ObjectList {...base} labels={[nodule]} objects={objects} selectedId="a" />)
    expect(screen.getByRole('combobox')).toHaveValue(archived.id)
    expect(offered()).toEqual(['Nodule', 'Effusion'])

    rerender(<ObjectList {...base} labels={[nodule]} objects={objects} selectedId="b" />)
    expect(offered()).toEqual(['Nodule'])
  })

  test('say where their millimetres come from', () => {
    render(<ObjectList {...base} objects={[object('a')]} />)

    expect(screen.getByText('Sizes in px: this image is not calibrated.')).toBeVisible()
  })

  test('are hidden and locked one by one', async () => {
    const onHide = vi.fn()
    const onLock = vi.fn()
    const objects = [object('a', { isHidden: true }), object('b')]
    render(<ObjectList {...base} objects={objects} onHide={onHide} onLock={onLock} />)

    expect(screen.getAllByRole('button', { name: 'Hide Nodule', pressed: true })).toHaveLength(1)
    await userEvent.click(screen.getAllByRole('button', { name: 'Hide Nodule' })[1]!)
    await userEvent.click(screen.getAllByRole('button', { name: 'Lock Nodule' })[0]!)

    expect(onHide).toHaveBeenCalledWith('b')
    expect(onLock).toHaveBeenCalledWith('a')
  })

  test('that are locked cannot be changed or deleted', () => {
    const locked = object('a', { isLocked: true, comment: 'Spiculated.' })
    render(<ObjectList {...base} objects={[locked]} selectedId="a" />)

    expect(screen.queryByRole('combobox')).toBeNull()
    expect(screen.queryByRole('textbox')).toBeNull()
    expect(screen.getByText('Spiculated.')).toBeVisible()
    expect(screen.getByRole('button', { name: 'Delete Nodule' })).toBeDisabled()
  })
})

describe('the comment of an object', () => {
  const field = () => screen.getByRole('textbox', { name: 'Comment on this object' })

  test('is said when the field is left', async () => {
    const onComment = vi.fn()
    render(<ObjectList {...base} objects={[object('a')]} selectedId="a" onComment={onComment} />)

    await userEvent.type(field(), 'Spiculated')
    await userEvent.tab()

    expect(onComment).toHaveBeenLastCalledWith('a', 'Spiculated')
  })

  test('is said when the typing pauses, so that leaving the room loses nothing', async () => {
    const onComment = vi.fn()
    render(<ObjectList {...base} objects={[object('a')]} selectedId="a" onComment={onComment} />)

    await userEvent.type(field(), 'Solid')

    await vi.waitFor(() => expect(onComment).toHaveBeenCalledWith('a', 'Solid'), { timeout: 3_000 })
  })

  test('is said before Ctrl+Enter goes on', async () => {
    const onComment = vi.fn()
    render(<ObjectList {...base} objects={[object('a')]} selectedId="a" onComment={onComment} />)

    await userEvent.type(field(), 'Solid{Control>}{Enter}{/Control}')

    expect(onComment).toHaveBeenCalledWith('a', 'Solid')
  })
})
