import { describe, expect, test } from 'vitest'
import { draw, nothingDrawn, type Drawing, type DrawingInput, type Edit, type Surface } from './drawing'
import type { Geometry } from './geometry'

const at = (x: number, y: number) => ({ x, y })
const down = (x: number, y: number): DrawingInput => ({ type: 'down', point: at(x, y) })
const move = (x: number, y: number): DrawingInput => ({ type: 'move', point: at(x, y) })
const up = (x: number, y: number): DrawingInput => ({ type: 'up', point: at(x, y) })
const click = (x: number, y: number): DrawingInput[] => [move(x, y), down(x, y), up(x, y)]
const drag = (from: [number, number], to: [number, number]): DrawingInput[] => [
  down(...from),
  move(...to),
  up(...to),
]
const step = (dx: number, dy: number): DrawingInput => ({ type: 'move-pen', dx, dy })
const enter: DrawingInput = { type: 'enter' }

const surface = (change: Partial<Surface> = {}): Surface => ({
  tool: 'select',
  shapes: [],
  selectedId: null,
  size: { columns: 100, rows: 100 },
  reach: 2,
  readOnly: false,
  ...change,
})

function play(inputs: DrawingInput[], on: Surface): { edits: Edit[]; drawing: Drawing } {
  let drawing = nothingDrawn
  const edits: Edit[] = []
  for (const input of inputs) {
    const outcome = draw(drawing, input, on)
    drawing = outcome.drawing
    if (outcome.edit) edits.push(outcome.edit)
  }
  return { edits, drawing }
}

const added = (geometry: Geometry) => [{ type: 'add', geometry }]

describe('the angle tool', () => {
  const tool = surface({ tool: 'angle' })
  const angle: Geometry = { kind: 'angle', start: at(10, 10), vertex: at(40, 10), end: at(40, 50) }

  test('three clicks draw an angle', () => {
    expect(play([...click(10, 10), ...click(40, 10), ...click(40, 50)], tool).edits).toEqual(added(angle))
  })

  test('so do a drag and a click, or two drags', () => {
    expect(play([...drag([10, 10], [40, 10]), ...click(40, 50)], tool).edits).toEqual(added(angle))
    expect(play([...drag([10, 10], [40, 10]), ...drag([40, 10], [40, 50])], tool).edits).toEqual(added(angle))
  })

  test('and the keys', () => {
    const pen: DrawingInput = { type: 'show-pen', at: at(10, 10) }

    expect(play([pen, enter, step(30, 0), enter, step(0, 40), enter], tool).edits).toEqual(added(angle))
  })

  test('Backspace takes the last point back, Escape all', () => {
    const begun = [...click(10, 10), ...click(70, 70)]

    const { edits } = play([...begun, { type: 'remove-last' }, ...click(40, 10), ...click(40, 50)], tool)

    expect(edits).toEqual(added(angle))
    expect(play([...begun, { type: 'cancel' }], tool).drawing).toEqual(nothingDrawn)
  })

  test('the second press of a double click is no point', () => {
    expect(play([...click(10, 10), ...click(10, 10)], tool).drawing.stroke).toMatchObject({
      points: [at(10, 10)],
    })
  })
})

describe('the tool for two axes', () => {
  const tool = surface({ tool: 'bidirectional' })
  const axes: Geometry = {
    kind: 'bidirectional',
    long: { start: at(10, 50), end: at(60, 50) },
    short: { start: at(30, 40), end: at(30, 65) },
  }

  test('two drags draw them, the second one at a right angle', () => {
    expect(play([...drag([10, 50], [60, 50]), ...drag([30, 40], [36, 65])], tool).edits).toEqual(added(axes))
  })

  test('four clicks do as well', () => {
    const clicks = [...click(10, 50), ...click(60, 50), ...click(30, 40), ...click(33, 65)]

    expect(play(clicks, tool).edits).toEqual(added(axes))
  })

  test('and the keys', () => {
    const pen: DrawingInput = { type: 'show-pen', at: at(10, 50) }
    const inputs = [pen, enter, step(50, 0), enter, step(-30, -10), enter, step(3, 25), enter]

    expect(play(inputs, tool).edits).toEqual(added(axes))
  })

  test('a long axis alone is nothing to keep', () => {
    expect(play([...drag([10, 50], [60, 50]), { type: 'close' }], tool).edits).toEqual([])
  })
})

test('an arrow points at where the drag ends', () => {
  expect(play(drag([10, 10], [40, 20]), surface({ tool: 'arrow' })).edits).toEqual(
    added({ kind: 'arrow', start: at(10, 10), end: at(40, 20) }),
  )
})

test('a spline is clicked and closed as a polygon is', () => {
  const clicks = [...click(10, 10), ...click(60, 10), ...click(60, 60), ...click(10, 10)]

  expect(play(clicks, surface({ tool: 'spline' })).edits).toEqual(
    added({ kind: 'spline', points: [at(10, 10), at(60, 10), at(60, 60)] }),
  )
})

describe('corners of a selected polygon', () => {
  const geometry: Geometry = { kind: 'polygon', points: [at(10, 10), at(60, 10), at(60, 60), at(10, 60)] }
  const on = (change: Partial<Surface> = {}) =>
    surface({ shapes: [{ id: 'a', geometry, isLocked: false }], selectedId: 'a', ...change })
  const changed = (points: readonly { x: number; y: number }[]) => [
    { type: 'change', id: 'a', geometry: { kind: 'polygon', points } },
  ]
  const [a, b, c, d] = geometry.points as [(typeof geometry.points)[0], ...(typeof geometry.points)[0][]]

  test('the middle of an edge is dragged to be one more', () => {
    expect(play(drag([35, 10], [35, 5]), on()).edits).toEqual(changed([a, at(35, 5), b!, c!, d!]))
  })

  test('a press on a middle alone adds nothing', () => {
    expect(play(click(35, 10), on()).edits).toEqual([])
  })

  test('Alt and a press take one away, but for the last three', () => {
    const press: DrawingInput = { type: 'alt-down', point: at(61, 10) }
    const three: Geometry = { kind: 'polygon', points: [a, b!, c!] }

    expect(play([press], on()).edits).toEqual(changed([a, c!, d!]))
    expect(play([press], on({ shapes: [{ id: 'a', geometry: three, isLocked: false }] })).edits).toEqual([])
  })

  test('keys walk to a corner, move it, add one and take one away', () => {
    const walk = (by: 1 | -1): DrawingInput => ({ type: 'walk-grip', by })

    expect(play([walk(1), walk(1), { type: 'move-grip', dx: 5, dy: -5 }], on()).edits).toEqual(
      changed([a, at(65, 5), c!, d!]),
    )
    expect(play([walk(-1), { type: 'remove-corner' }], on()).edits).toEqual(changed([a, b!, c!]))
    const { edits, drawing } = play([walk(1), { type: 'add-corner' }], on())
    expect(edits).toEqual(changed([a, at(35, 10), b!, c!, d!]))
    expect(drawing.grip).toEqual({ id: 'a', index: 1 })
  })

  test('Escape lets a corner go before anything else', () => {
    const { drawing } = play([{ type: 'walk-grip', by: 1 }, { type: 'cancel' }], on())

    expect(drawing).toEqual(nothingDrawn)
  })

  test('a locked shape keeps its corners', () => {
    const shapes = [{ id: 'a', geometry, isLocked: true }]

    const inputs: DrawingInput[] = [{ type: 'walk-grip', by: 1 }, { type: 'remove-corner' }]
    expect(play([...inputs, { type: 'alt-down', point: a }], on({ shapes })).edits).toEqual([])
  })
})
