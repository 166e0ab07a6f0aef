import { UnstyledButton } from '@mantine/core'
import { IconGripVertical } from '@tabler/icons-react'
import type { KeyboardEvent, PointerEvent } from 'react'
import classes from './row-handle.module.css'

interface RowHandleProps {
  label: string
  /** Where the row stands, from 0, and among how many. */
  index: number
  count: number
  onMove: (to: number) => void
}

/** Moves a row of a table: arrow keys while it has the focus, or dragging. */
export function RowHandle({ label, index, count, onMove }: RowHandleProps) {
  const go = (to: number) => {
    const place = Math.min(count - 1, Math.max(0, to))
    if (place !== index) onMove(place)
  }
  const press = (event: KeyboardEvent) => {
    const places: Record<string, number> = {
      ArrowUp: index - 1,
      ArrowDown: index + 1,
      Home: 0,
      End: count - 1,
    }
    const to = places[event.key]
    if (to === undefined) return
    event.preventDefault()
    go(to)
  }
  const grip = (event: PointerEvent<HTMLElement>) => {
    const row = event.currentTarget.closest('tr')
    if (row && event.button === 0) follow(row, go)
  }
  return (
    <UnstyledButton
      className={classes['handle']}
      aria-label={label}
      aria-keyshortcuts="ArrowUp ArrowDown Home End"
      onKeyDown={press}
      onPointerDown={grip}
    >
      <IconGripVertical size={16} aria-hidden />
    </UnstyledButton>
  )
}

/** Marks where the dragged row would go until it is let go; Escape lets it stay. */
function follow(row: HTMLTableRowElement, onDrop: (to: number) => void): void {
  const rows = [...(row.parentElement?.children ?? [])] as HTMLElement[]
  const from = rows.indexOf(row)
  const stop = new AbortController()
  const { signal } = stop
  let to = from
  const mark = (place: number) => {
    rows.forEach((each) => delete each.dataset['drop'])
    if (place !== from) rows[place]!.dataset['drop'] = place < from ? 'before' : 'after'
  }
  const end = () => {
    mark(from)
    delete row.dataset['dragged']
    stop.abort()
  }
  row.dataset['dragged'] = 'true'
  const move = ({ clientY }: globalThis.PointerEvent) => {
    to = placeAt(rows, clientY)
    mark(to)
  }
  const drop = () => {
    end()
    onDrop(to)
  }
  const cancel = ({ key }: globalThis.KeyboardEvent) => key === 'Escape' && end()
  window.addEventListener('pointermove', move, { signal })
  window.addEventListener('pointerup', drop, { signal })
  window.addEventListener('pointercancel', end, { signal })
  window.addEventListener('keydown', cancel, { signal })
}

/** The row at a height of the window, or the nearest one. */
function placeAt(rows: readonly HTMLElement[], y: number): number {
  const below = rows.findIndex((row) => y < row.getBoundingClientRect().bottom)
  return below < 0 ? rows.length - 1 : below
}
