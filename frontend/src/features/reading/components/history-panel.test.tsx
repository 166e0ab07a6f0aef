import { render, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, test, vi } from 'vitest'
import { annotation, examination, label } from '../model/fixtures'
import type { Written, WrittenObject } from '../model/written'
import '../messages'
import type { Past } from '../use-past'
import type { RoomState } from '../use-room'
import { HistoryPanel } from './history-panel'

const jo = { id: 'jo', name: 'Jo Day' }
const at = '2026-01-01T00:00:00Z'
const written = (version: number, operation: object): Written =>
  ({ version, actor: jo, created_at: at, operation: { id: `${version}`, ...operation } }) as Written
const steps = [
  written(3, {
    kind: 'delete_annotation',
    annotation_id: 'a',
    step: { id: 's', way: 'back' },
  }),
  written(2, { kind: 'set_flags', tentative: true }),
  written(1, { kind: 'put_annotation', annotation: annotation('a') }),
]
const gone: WrittenObject = {
  id: 'a',
  made_by: jo,
  made_at: at,
  changed_by: jo,
  changed_at: at,
  version: 3,
  operation_count: 2,
  is_there: false,
}

function past(change: Partial<Past> = {}): Past {
  return {
    isOpen: true,
    shown: null,
    version: null,
    written: steps,
    objects: [],
    isLoading: false,
    hasMore: false,
    error: null,
    canRestore: true,
    toggle: vi.fn(),
    more: vi.fn(),
    look: vi.fn(),
    restore: vi.fn(),
    ...change,
  }
}

const show = (history: Past, selected: object | null = null) =>
  render(
    <HistoryPanel
      past={history}
      room={{ reading: { selected } } as RoomState}
      labels={[label('nodule', 'Nodule')]}
    />,
  )

describe('the history of a reading', () => {
  test('says who did what, the last first', () => {
    show(past())

    const rows = within(screen.getByRole('list')).getAllByRole('button')
    expect(rows.map((row) => row.textContent)).toEqual([
      expect.stringMatching(/^3Undo: Object deletedJo Day, /),
      expect.stringMatching(/^2Tentative setJo Day, /),
      expect.stringMatching(/^1Nodule, box: drawn or changedJo Day, /),
    ])
  })

  test('says when nothing was done yet, and when it is still asked', () => {
    const { unmount } = show(past({ written: [] }))
    expect(screen.getByText('Nothing was done in this reading yet.')).toBeVisible()
    unmount()

    show(past({ written: [], isLoading: true }))
    expect(screen.getByText('Loading what was done…')).toBeVisible()
  })

  test('lets a version be looked at, brought back, and left', async () => {
    const history = past({ version: 2, shown: examination({ version: 2 }) })
    show(history)

    await userEvent.click(screen.getByRole('button', { name: /^1 ?Nodule/ }))
    await userEvent.click(screen.getByRole('button', { name: 'Bring this version back' }))
    await userEvent.click(screen.getByRole('button', { name: 'Back to now' }))

    expect(vi.mocked(history.look).mock.calls).toEqual([[1], [null]])
    expect(history.restore).toHaveBeenCalledWith(2)
    expect(screen.getByRole('button', { name: /^2 ?Tentative/ })).toHaveAttribute('aria-pressed', 'true')
  })

  test('brings nothing back before all is saved', () => {
    show(past({ version: 2, canRestore: false, objects: [gone] }))

    expect(screen.getByRole('button', { name: 'Bring this version back' })).toBeDisabled()
    expect(screen.getByRole('button', { name: /Bring back what Jo Day deleted/ })).toBeDisabled()
    expect(screen.getByText('A version can be brought back once everything is saved.')).toBeVisible()
  })

  test('brings a deleted object back as it was before it went', async () => {
    const history = past({ objects: [gone] })
    show(history)

    await userEvent.click(screen.getByRole('button', { name: /Bring back what Jo Day deleted/ }))

    expect(history.restore).toHaveBeenCalledWith(2, 'a')
  })

  test('says whose hand is on the selected object', () => {
    show(past({ objects: [{ ...gone, is_there: true }] }), annotation('a'))

    expect(screen.getByText(/Drawn by Jo Day/)).toBeVisible()
  })

  test('says what went wrong', () => {
    show(past({ error: { detail: 'The server does not answer.' } as Past['error'] }))

    expect(screen.getByRole('alert')).toHaveTextContent('The server does not answer.')
  })
})
