import { beforeEach, describe, expect, test, vi } from 'vitest'
import type { ImageStack } from '@/viewer/sources'
import type { View } from '@/viewer/view'
import type { ViewportHandle } from '@/viewer/viewport-handle'
import { slices, stackOf } from '@/viewer/volume/fixtures'
import { LinkedCells, type Links } from './links'

const ALL: Links = { scroll: true, window: true, zoom: true }

const handle = () => ({ goTo: vi.fn(), setWindow: vi.fn(), placing: vi.fn(), setPlacing: vi.fn() })

let handles: ReturnType<typeof handle>[]
let cells: LinkedCells
const stack: ImageStack = { ...stackOf(slices({ count: 9 })), sourceId: 'now' }
const prior: ImageStack = {
  ...stack,
  sourceId: 'before',
  frames: stack.frames.map((f) => ({ ...f, plane: null })),
}

const view = (change: Partial<View> = {}): View =>
  ({
    stack,
    index: 0,
    window: { width: 400, level: 40 },
    toCanvas: { a: 1, b: 0, c: 0, d: 1, e: 0, f: 0 },
    ...change,
  }) as View

beforeEach(() => {
  handles = [handle(), handle()]
  cells = new LinkedCells({ of: (cell) => handles[cell] as unknown as ViewportHandle })
  cells.tell(0, view(), ALL)
  cells.tell(1, view({ stack: prior, index: 4 }), null)
})

describe('cells that are tied together', () => {
  test('scroll as the one that leads', () => {
    cells.tell(0, view({ index: 2 }), ALL)

    expect(handles[1]?.goTo).toHaveBeenCalledExactlyOnceWith(prior.frames[6])
    expect(handles[0]?.goTo).not.toHaveBeenCalled()
  })

  test('do not answer one that only follows', () => {
    cells.tell(1, view({ stack: prior, index: 6 }), null)

    expect(handles[0]?.goTo).not.toHaveBeenCalled()
  })

  test('keep the distance that they had when they were tied', () => {
    cells.tell(0, view({ index: 3 }), null)
    cells.tie()

    cells.tell(0, view({ index: 4 }), ALL)

    expect(handles[1]?.goTo).toHaveBeenCalledExactlyOnceWith(prior.frames[5])
  })

  test('share the window, but colour has none', () => {
    cells.tell(0, view({ window: { width: 1500, level: -600 } }), ALL)
    expect(handles[1]?.setWindow).toHaveBeenCalledExactlyOnceWith(1500, -600)

    cells.tell(1, view({ stack: prior, index: 4, window: null }), null)
    cells.tell(0, view({ window: { width: 80, level: 40 } }), ALL)
    expect(handles[1]?.setWindow).toHaveBeenCalledTimes(1)
  })

  test('share zoom and place', () => {
    const placing = { zoom: 2, pan: [3, 4] }
    handles[0]?.placing.mockReturnValue(placing)

    cells.tell(0, view({ toCanvas: { a: 2, b: 0, c: 0, d: 2, e: 0, f: 0 } }), ALL)

    expect(handles[1]?.setPlacing).toHaveBeenCalledExactlyOnceWith(placing)
  })

  test('share nothing that is not wanted', () => {
    const none = { scroll: false, window: false, zoom: false }

    cells.tell(
      0,
      view({ index: 2, window: { width: 1, level: 1 }, toCanvas: { ...view().toCanvas, a: 3 } }),
      none,
    )

    expect(handles[1]?.goTo).not.toHaveBeenCalled()
    expect(handles[1]?.setWindow).not.toHaveBeenCalled()
    expect(handles[1]?.setPlacing).not.toHaveBeenCalled()
  })

  test('forget a cell that is gone', () => {
    cells.keep(1)

    cells.tell(0, view({ index: 2 }), ALL)

    expect(handles[1]?.goTo).not.toHaveBeenCalled()
  })
})
