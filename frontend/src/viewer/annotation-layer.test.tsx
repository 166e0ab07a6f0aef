import { render } from '@testing-library/react'
import { describe, expect, test } from 'vitest'
import { AnnotationLayer } from './annotation-layer'
import { nothingDrawn } from './drawing'
import type { Shape } from './shapes'

const doubled = { a: 2, b: 0, c: 0, d: 2, e: 100, f: 50 }
const box: Shape = {
  id: 'a',
  geometry: { kind: 'box', x: 10, y: 10, width: 20, height: 5 },
  color: '#56B4E9',
  label: 'Nodule',
  sopInstanceUid: null,
  frame: 1,
  isLocked: false,
}

function draw(props: Partial<Parameters<typeof AnnotationLayer>[0]> = {}) {
  const { container } = render(
    <svg>
      <AnnotationLayer
        toCanvas={doubled}
        shapes={[box]}
        selectedId={null}
        drawing={nothingDrawn}
        drawColor="#E69F00"
        scale={() => null}
        {...props}
      />
    </svg>,
  )
  return container
}

describe('a shape', () => {
  test('lies where its pixels are on the screen', () => {
    const [halo, outline] = draw().querySelectorAll('polygon')

    expect(outline?.getAttribute('points')).toBe('120,70 160,70 160,80 120,80')
    expect(outline?.getAttribute('stroke')).toBe('#56B4E9')
    expect(Number(halo?.getAttribute('stroke-width'))).toBeGreaterThan(
      Number(outline?.getAttribute('stroke-width')),
    )
  })

  test('has handles when it is selected', () => {
    expect(draw().querySelectorAll('rect')).toHaveLength(0)
    expect(draw({ selectedId: 'a' }).querySelectorAll('rect')).toHaveLength(4)
  })

  test('follows the hand while it is moved', () => {
    const current = { ...box.geometry, x: 0 } as Shape['geometry']
    const stroke = {
      kind: 'edit',
      id: 'a',
      handle: null,
      from: { x: 0, y: 0 },
      original: box.geometry,
      current,
      hasMoved: true,
    } as const

    expect(
      draw({ drawing: { stroke, pen: null, grip: null } })
        .querySelectorAll('polygon')[1]
        ?.getAttribute('points'),
    ).toMatch(/^100,70/)
  })
})

test('an unfinished polygon reaches to the pointer', () => {
  const stroke = {
    kind: 'polygon',
    points: [
      { x: 0, y: 0 },
      { x: 10, y: 0 },
    ],
    to: { x: 10, y: 10 },
  } as const

  const line = draw({ shapes: [], drawing: { stroke, pen: null, grip: null } }).querySelectorAll('path')[1]

  expect(line?.getAttribute('d')).toBe('M100,50L120,50L120,70')
})

describe('open shapes', () => {
  const length: Shape = {
    ...box,
    geometry: { kind: 'length', start: { x: 0, y: 0 }, end: { x: 30, y: 40 } },
  }

  test('a length says how long it is: in px, and in mm where the image is calibrated', () => {
    expect(draw({ shapes: [length] })).toHaveTextContent('Nodule 50.0 px')
    const calibration = { columnMm: 0.5, rowMm: 0.5, from: 'pixel spacing' } as const
    expect(draw({ shapes: [length], scale: () => calibration })).toHaveTextContent('Nodule 25.0 mm')
  })

  test('two axes and angles say what they measure; an arrow says its words', () => {
    const [a, b] = [
      { x: 10, y: 10 },
      { x: 30, y: 10 },
    ]
    const axes: Shape = {
      ...box,
      geometry: {
        kind: 'bidirectional',
        long: { start: a, end: b },
        short: { start: { x: 20, y: 5 }, end: { x: 20, y: 15 } },
      },
    }
    const angle: Shape = { ...box, geometry: { kind: 'angle', start: b, vertex: a, end: { x: 10, y: 40 } } }
    const arrow: Shape = { ...box, geometry: { kind: 'arrow', start: a, end: b }, text: 'look here' }

    expect(draw({ shapes: [axes] })).toHaveTextContent('Nodule 20.0 × 10.0 px')
    expect(draw({ shapes: [angle] })).toHaveTextContent('Nodule 90.0°')
    expect(draw({ shapes: [arrow] })).toHaveTextContent('Nodule: look here')
  })

  test('a point leaves what it points at free', () => {
    const point: Shape = { ...box, geometry: { kind: 'point', x: 10, y: 10 } }

    const [, line] = draw({ shapes: [point] }).querySelectorAll('path')

    expect(line?.getAttribute('d')).toBe('M112,70h5m6,0h5M120,62v5m0,6v5')
  })
})

test('a name stands at the top left of the screen, whatever way the picture lies', () => {
  const clockwise = { a: 0, b: 2, c: -2, d: 0, e: 300, f: 50 }

  const name = draw({ toCanvas: clockwise }).querySelector('text')

  expect([name?.getAttribute('x'), name?.getAttribute('y')]).toEqual(['270', '64'])
})

test('a handle that the keys hold is told from the others', () => {
  const grip = { id: 'a', index: 2 }

  const shown = draw({ selectedId: 'a', drawing: { ...nothingDrawn, grip } })

  expect(shown.querySelectorAll('circle')[1]?.getAttribute('cx')).toBe('160')
})

test('a polygon shows where it can get corners, unless an edge is too short', () => {
  const points = [
    { x: 0, y: 0 },
    { x: 40, y: 0 },
    { x: 40, y: 5 },
  ]
  const polygon: Shape = { ...box, geometry: { kind: 'polygon', points } }

  expect(draw({ shapes: [polygon], selectedId: 'a' }).querySelectorAll('circle')).toHaveLength(2)
})

test('a locked shape has no handles', () => {
  const locked = { ...box, isLocked: true }

  expect(draw({ shapes: [locked], selectedId: 'a' }).querySelectorAll('rect')).toHaveLength(0)
})
