import { expect, test } from 'vitest'
import { distanceToSegment } from './geometry'
import { thinned } from './thinned'

test('points on the line between others go', () => {
  const row = [0, 1, 2, 3, 4].map((x) => ({ x, y: 0 }))

  expect(thinned([...row, { x: 4, y: 4 }])).toEqual([
    { x: 0, y: 0 },
    { x: 4, y: 0 },
    { x: 4, y: 4 },
  ])
})

test('what is left is nowhere farther off than a tenth of a pixel', () => {
  const circle = Array.from({ length: 1_000 }, (_, i) => ({
    x: 50 + 40 * Math.cos(i / 150),
    y: 50 + 40 * Math.sin(i / 150),
  }))

  const kept = thinned(circle)

  expect(kept.length).toBeLessThan(200)
  for (const point of circle) {
    const gaps = kept.slice(1).map((to, i) => distanceToSegment(point, kept[i]!, to))
    expect(Math.min(...gaps)).toBeLessThanOrEqual(0.1)
  }
})

test('a stroke never has more points than the server takes', () => {
  const scribble = Array.from({ length: 24_000 }, (_, i) => ({ x: i % 2, y: i / 100 }))

  expect(thinned(scribble).length).toBeLessThanOrEqual(10_000)
})
