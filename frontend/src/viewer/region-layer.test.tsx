import { render } from '@testing-library/react'
import { expect, test } from 'vitest'
import { RegionLayer } from './region-layer'

test('a region lies over its pixels, with its holes', () => {
  const ring = {
    id: 'liver',
    name: 'Liver',
    color: '#56B4E9',
    contours: [
      [0, 0, 10, 0, 10, 10],
      [2, 1, 8, 1, 8, 7],
    ],
    sopInstanceUid: '1.2',
    frame: 1,
  }
  const doubled = { a: 2, b: 0, c: 0, d: 2, e: 100, f: 50 }

  const { container } = render(
    <svg>
      <RegionLayer overlays={[ring]} map={doubled} />
    </svg>,
  )

  const [, line] = container.querySelectorAll('path')
  expect(line?.getAttribute('d')).toBe('M100,50L120,50L120,70ZM104,52L116,52L116,64Z')
})
