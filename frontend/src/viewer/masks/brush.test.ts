import { describe, expect, it } from 'vitest'
import { imagePoint, type ImagePoint } from '../coordinates'
import { distanceToSegment } from '../geometry'
import { paintLine, type Brush } from './brush'
import { boxOf, Raster } from './raster'
import { countOf, NONE } from './runs'

const size = { columns: 40, rows: 30 }
const brush = (diameter: number, more: Partial<Brush> = {}): Brush => ({
  diameter,
  isEraser: false,
  may: null,
  ...more,
})

function painted(from: ImagePoint, to: ImagePoint, by: Brush, onto = NONE) {
  const raster = Raster.of(onto, size)
  const box = paintLine(raster, from, to, by)
  return { raster, box, runs: raster.runs() }
}

const centres = Array.from({ length: size.columns * size.rows }, (_, pixel) => ({
  pixel,
  at: imagePoint((pixel % size.columns) + 0.5, Math.floor(pixel / size.columns) + 0.5),
}))

describe('a raster', () => {
  it('sets and clears over the borders of words', () => {
    const raster = Raster.of(Uint32Array.of(3, 200), size)
    raster.put(31, 65, false)
    raster.put(40, 41, true)

    expect([...raster.runs()]).toEqual([3, 31, 40, 41, 65, 200])
  })

  it('holds whole pictures, the last pixel too', () => {
    const all = Uint32Array.of(0, size.columns * size.rows)

    expect([...Raster.of(all, size).runs()]).toEqual([...all])
  })

  it('says what the pixels lie in', () => {
    expect(boxOf(Uint32Array.of(45, 47, 84, 85), size)).toEqual({ left: 4, top: 1, right: 7, bottom: 3 })
    expect(boxOf(Uint32Array.of(38, 42), size)).toEqual({ left: 0, top: 0, right: 40, bottom: 2 })
    expect(boxOf(NONE, size)).toBeNull()
  })
})

describe('a brush', () => {
  it.each([
    [imagePoint(10, 10), imagePoint(10, 10), 7],
    [imagePoint(10.3, 9.8), imagePoint(25.1, 20.4), 6.5],
    [imagePoint(30, 5), imagePoint(8, 5), 4],
    [imagePoint(12, 25), imagePoint(12.2, 4), 9],
    [imagePoint(-3, -2), imagePoint(43, 33), 8],
  ])('covers the pixels whose centres it comes over (%#)', (from, to, diameter) => {
    const { raster, box } = painted(from, to, brush(diameter))

    for (const { pixel, at } of centres) {
      expect(raster.has(pixel)).toBe(distanceToSegment(at, from, to) <= diameter / 2)
      if (raster.has(pixel)) {
        expect(at.x > box!.left && at.x < box!.right && at.y > box!.top && at.y < box!.bottom).toBe(true)
      }
    }
  })

  it('of one pixel takes the pixel under it, and leaves no gap on the way', () => {
    expect([...painted(imagePoint(3.9, 2.1), imagePoint(3.9, 2.1), brush(1)).runs]).toEqual([83, 84])
    expect(countOf(painted(imagePoint(2.5, 2.5), imagePoint(22.5, 12.5), brush(1)).runs)).toBeGreaterThan(20)
  })

  it('erases', () => {
    const { runs } = painted(
      imagePoint(5, 0.5),
      imagePoint(5, 0.5),
      brush(4, { isEraser: true }),
      Uint32Array.of(0, 40),
    )

    expect([...runs]).toEqual([0, 3, 7, 40])
  })

  it('paints where it may', () => {
    const isEven = (pixel: number) => pixel % 2 === 0
    const { runs } = painted(imagePoint(5, 0.5), imagePoint(5, 0.5), brush(4, { may: isEven }))

    expect([...runs]).toContain(4)
    expect(
      centres
        .filter(({ pixel }) => pixel % 2 === 1)
        .some(({ pixel }) => runs.includes(pixel) && runs.indexOf(pixel) % 2 === 0),
    ).toBe(false)
  })

  it('does nothing beside the picture', () => {
    const { runs, box } = painted(imagePoint(-20, -20), imagePoint(-15, -20), brush(6))

    expect(runs).toHaveLength(0)
    expect(box).toBeNull()
  })

  it('is quick on a large radiograph', () => {
    const raster = Raster.of(NONE, { columns: 4000, rows: 4000 })
    const begin = performance.now()
    for (let i = 0; i < 50; i += 1) {
      paintLine(raster, imagePoint(20 * i, 30 * i), imagePoint(20 * i + 20, 30 * i + 30), brush(200))
    }
    const runs = raster.runs()

    expect(countOf(runs)).toBeGreaterThan(0)
    expect(performance.now() - begin).toBeLessThan(500)
  })
})
