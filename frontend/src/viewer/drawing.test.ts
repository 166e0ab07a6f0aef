import { describe, expect, test } from 'vitest'
import { draw, nothingDrawn, type Drawing, type DrawingInput, type Edit, type Surface } from './drawing'
import type { Geometry } from './geometry'

const box: Geometry = { kind: 'box', x: 10, y: 10, width: 20, height: 20 }

const surface = (change: Partial<Surface> = {}): Surface => ({
  tool: 'select',
  shapes: [{ id: 'a', geometry: box, isLocked: false }],
  selectedId: null,
  size: { columns: 100, rows: 100 },
  reach: 2,
  readOnly: false,
  ...change,
})

const down = (x: number, y: number): DrawingInput => ({ type: 'down', point: { x, y } })
const move = (x: number, y: number): DrawingInput => ({ type: 'move', point: { x, y } })
const up = (x: number, y: number): DrawingInput => ({ type: 'up', point: { x, y } })
const click = (x: number, y: number): DrawingInput[] => [down(x, y), up(x, y)]

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

describe('box tool', () => {
  const tool = surface({ tool: 'box' })

  test('a drag draws a box', () => {
    const { edits, drawing } = play([down(50, 60), move(70, 65), up(70, 65)], tool)

    expect(edits).toEqual([{ type: 'add', geometry: { kind: 'box', x: 50, y: 60, width: 20, height: 5 } }])
    expect(drawing.stroke).toBeNull()
  })

  test('a drag beyond the image stops at its edge', () => {
    const { edits } = play([down(90, 90), move(300, -40), up(300, -40)], tool)

    expect(edits).toEqual([{ type: 'add', geometry: { kind: 'box', x: 90, y: 0, width: 10, height: 90 } }])
  })

  test('a click draws nothing and selects what is there', () => {
    expect(play(click(15, 15), tool).edits).toEqual([{ type: 'select', id: 'a' }])
  })

  test('escape drops the box that is being drawn', () => {
    const { edits } = play([down(50, 60), move(70, 80), { type: 'cancel' }, up(70, 80)], tool)

    expect(edits).toEqual([])
  })

  test('a reader who may not write draws nothing', () => {
    const { edits } = play([down(50, 60), move(70, 80), up(70, 80)], surface({ tool: 'box', readOnly: true }))

    expect(edits.filter((edit) => edit.type !== 'select')).toEqual([])
  })
})

describe('polygon tool', () => {
  const tool = surface({ tool: 'polygon', shapes: [] })
  const corners = [
    { x: 10, y: 10 },
    { x: 60, y: 10 },
    { x: 60, y: 50 },
  ]
  const clicks = corners.flatMap(({ x, y }) => click(x, y))
  const closed = [{ type: 'add', geometry: { kind: 'polygon', points: corners } }]

  test('a click on the first point closes it', () => {
    expect(play([...clicks, ...click(11, 10)], tool).edits).toEqual(closed)
  })

  test('a double click closes it without a doubled point', () => {
    const { edits } = play([...clicks, ...click(60, 50), { type: 'double-click' }], tool)

    expect(edits).toEqual(closed)
  })

  test('Enter closes it for the mouse', () => {
    expect(play([...clicks, move(30, 30), { type: 'enter' }], tool).edits).toEqual(closed)
  })

  test('two points do not make a polygon', () => {
    const { edits, drawing } = play([...clicks.slice(0, 4), { type: 'enter' }], tool)

    expect(edits).toEqual([])
    expect(drawing.stroke).not.toBeNull()
  })

  test('Backspace takes the last point back', () => {
    const { drawing } = play([...clicks, { type: 'remove-last' }], tool)

    expect(drawing.stroke).toMatchObject({ points: corners.slice(0, 2) })
  })
})

describe('ellipse and length tools', () => {
  test('a drag spans an ellipse', () => {
    const { edits } = play([down(50, 60), move(70, 65), up(70, 65)], surface({ tool: 'ellipse' }))

    expect(edits).toEqual([
      { type: 'add', geometry: { kind: 'ellipse', x: 50, y: 60, width: 20, height: 5 } },
    ])
  })

  test('a length runs from where the drag began, also straight along a row', () => {
    const { edits } = play([down(70, 60), move(50, 60), up(50, 60)], surface({ tool: 'length' }))

    expect(edits).toEqual([
      { type: 'add', geometry: { kind: 'length', start: { x: 70, y: 60 }, end: { x: 50, y: 60 } } },
    ])
  })
})

describe('freehand tool', () => {
  const tool = surface({ tool: 'freehand' })

  test('a stroke becomes a contour, without the points that say nothing', () => {
    const stroke = [down(50, 50), move(60, 50), move(70, 50), move(70, 70), move(50, 70), up(50, 70)]

    expect(play(stroke, tool).edits).toEqual([
      {
        type: 'add',
        geometry: {
          kind: 'freehand',
          points: [
            { x: 50, y: 50 },
            { x: 70, y: 50 },
            { x: 70, y: 70 },
            { x: 50, y: 70 },
          ],
        },
      },
    ])
  })

  test('a stroke that comes back to where it began is one', () => {
    const stroke = [down(50, 50), move(70, 50), move(60, 70), move(50, 50), up(50, 50)]

    expect(play(stroke, tool).edits).toMatchObject([{ type: 'add', geometry: { kind: 'freehand' } }])
  })

  test('a straight stroke encloses nothing and is dropped', () => {
    const { edits, drawing } = play([down(50, 50), move(70, 50), up(70, 50)], tool)

    expect(edits).toEqual([])
    expect(drawing.stroke).toBeNull()
  })

  test('a click draws nothing and selects what is there', () => {
    expect(play(click(15, 15), tool).edits).toEqual([{ type: 'select', id: 'a' }])
  })
})

describe('point tool', () => {
  test('a click sets a point', () => {
    expect(play(click(50, 60), surface({ tool: 'point' })).edits).toEqual([
      { type: 'add', geometry: { kind: 'point', x: 50, y: 60 } },
    ])
  })
})

describe('a locked shape', () => {
  const locked = surface({ shapes: [{ id: 'a', geometry: box, isLocked: true }], selectedId: 'a' })

  test('is selected, and neither moved nor resized', () => {
    expect(play([down(15, 15), move(40, 40), up(40, 40)], locked).edits).toEqual([
      { type: 'select', id: 'a' },
    ])
    expect(play([down(30, 30), move(40, 40), up(40, 40)], locked).edits).toEqual([
      { type: 'select', id: 'a' },
    ])
  })
})

describe('select tool', () => {
  test('a click selects, and a click beside it lets go', () => {
    expect(play(click(15, 15), surface()).edits).toEqual([{ type: 'select', id: 'a' }])
    expect(play(click(80, 80), surface({ selectedId: 'a' })).edits).toEqual([{ type: 'select', id: null }])
  })

  test('a click that trembles does not move', () => {
    const { edits } = play([down(15, 15), move(15.5, 15.5), up(15.5, 15.5)], surface())

    expect(edits).toEqual([{ type: 'select', id: 'a' }])
  })

  test('a drag moves, and is told once', () => {
    const { edits } = play([down(15, 15), move(20, 15), move(25, 18), up(25, 18)], surface())

    expect(edits).toEqual([
      { type: 'select', id: 'a' },
      { type: 'change', id: 'a', geometry: { ...box, x: 20, y: 13 } },
    ])
  })

  test('a handle of the selected shape resizes it', () => {
    const { edits } = play([down(30, 30), move(40, 35), up(40, 35)], surface({ selectedId: 'a' }))

    expect(edits).toEqual([{ type: 'change', id: 'a', geometry: { ...box, width: 30, height: 25 } }])
  })
})

describe('without a mouse', () => {
  const pen: DrawingInput = { type: 'show-pen', at: { x: 50, y: 50 } }
  const step = (dx: number, dy: number): DrawingInput => ({ type: 'move-pen', dx, dy })
  const enter: DrawingInput = { type: 'enter' }

  test('two points of the crosshair make a box', () => {
    const { edits } = play([pen, enter, step(10, 0), step(0, 20), enter], surface({ tool: 'box' }))

    expect(edits).toEqual([{ type: 'add', geometry: { kind: 'box', x: 50, y: 50, width: 10, height: 20 } }])
  })

  test('the arrows between two Enters are the stroke of a freehand contour', () => {
    const inputs = [pen, enter, step(10, 0), step(0, 10), step(-10, 0), enter]

    expect(play(inputs, surface({ tool: 'freehand' })).edits).toEqual([
      {
        type: 'add',
        geometry: {
          kind: 'freehand',
          points: [
            { x: 50, y: 50 },
            { x: 60, y: 50 },
            { x: 60, y: 60 },
            { x: 50, y: 60 },
          ],
        },
      },
    ])
  })

  test('Enter sets a point, and the crosshair stays for the next', () => {
    const { edits, drawing } = play([pen, enter, step(3, 0), enter], surface({ tool: 'point' }))

    expect(edits).toMatchObject([{ geometry: { x: 50 } }, { geometry: { x: 53 } }])
    expect(drawing.pen).toEqual({ x: 53, y: 50 })
  })

  test('another tool begins afresh', () => {
    const begun = play([pen, enter, step(10, 0)], surface({ tool: 'polygon' })).drawing

    expect(draw(begun, pen, surface({ tool: 'box' })).drawing).toEqual({
      ...nothingDrawn,
      pen: { x: 50, y: 50 },
    })
  })

  test('Enter on the first point closes a polygon', () => {
    const inputs = [pen, enter, step(10, 0), enter, step(0, 10), enter, step(-10, -10), enter]

    expect(play(inputs, surface({ tool: 'polygon' })).edits).toMatchObject([
      { type: 'add', geometry: { points: [{}, {}, {}] } },
    ])
  })

  test('the crosshair stays on the image', () => {
    expect(play([pen, step(500, -500)], surface({ tool: 'box' })).drawing.pen).toEqual({ x: 100, y: 0 })
  })

  test('the first Escape drops the shape, the second puts the crosshair away', () => {
    const tool = surface({ tool: 'box' })
    const once = play([pen, enter, step(5, 5), { type: 'cancel' }], tool).drawing
    const twice = draw(once, { type: 'cancel' }, tool).drawing

    expect(once).toMatchObject({ stroke: null, pen: {} })
    expect(twice).toEqual(nothingDrawn)
  })
})
