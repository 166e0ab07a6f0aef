import { describe, expect, it } from 'vitest'
import { imagePoint } from '../coordinates'
import { paintLine } from './brush'
import { distances } from './distance'
import { grown } from './grow'
import { between, shifted } from './interpolate'
import { asText, drawn, picture } from './pictures'
import { Raster } from './raster'
import { countOf, isSame, NONE } from './runs'
import type { PixelValues } from './values'

const size = { columns: 64, rows: 64 }

function disc(x: number, y: number, diameter: number) {
  const raster = Raster.of(NONE, size)
  paintLine(raster, imagePoint(x, y), imagePoint(x, y), { diameter, isEraser: false, may: null })
  return raster.runs()
}

describe('distances', () => {
  it('are below 0 inside and above 0 outside, from centre to centre', () => {
    const found = distances(
      picture('..###..'),
      7,
      { left: 0, top: 0, right: 7, bottom: 1 },
      { column: 1, row: 1 },
    )

    expect([...found]).toEqual([2, 1, -1, -1, -1, 1, 2])
  })

  it('follow the spacing', () => {
    const box = { left: 0, top: 0, right: 3, bottom: 3 }
    const found = distances(drawn('#.. ... ...'), 3, box, { column: 3, row: 4 })

    expect([...found].map((value) => Math.round(value * 100) / 100)).toEqual([
      -3, 3, 6, 4, 5, 7.21, 8, 8.54, 10,
    ])
  })
})

describe('between two shapes', () => {
  it('lies a shape of the size between', () => {
    const [half] = between(disc(32, 32, 12), disc(32, 32, 28), size, [0.5])

    expect(Math.abs(countOf(half!) - countOf(disc(32, 32, 20)))).toBeLessThan(countOf(half!) * 0.06)
  })

  it('comes nearer to the one that is nearer', () => {
    const counts = between(disc(32, 32, 12), disc(32, 32, 28), size, [0.25, 0.5, 0.75]).map(countOf)

    expect(counts).toEqual([...counts].sort((a, b) => a - b))
  })

  it('is the same where both are the same', () => {
    const shape = disc(20, 41, 17)

    expect(isSame(between(shape, shape, size, [0.3])[0]!, shape)).toBe(true)
  })

  it('goes from the one to the other where they do not overlap', () => {
    const [half] = between(disc(10, 10, 8), disc(50, 30, 8), size, [0.5])

    expect(isSame(half!, disc(30, 20, 8))).toBe(true)
  })

  it('is nothing where one of them is nothing', () => {
    expect(between(NONE, disc(10, 10, 8), size, [0.5])[0]).toHaveLength(0)
  })
})

describe('shifted', () => {
  it('loses what leaves the picture', () => {
    const moved = shifted(drawn('##. #.. ..#'), { columns: 3, rows: 3 }, 1, 1)

    expect(asText(moved, 3, 3)).toEqual(['...', '.##', '.#.'])
  })
})

describe('region growing', () => {
  const letters = '1112 9192 1912 2222'.replaceAll(' ', '')
  const values: PixelValues = { size: { columns: 4, rows: 4 }, at: (pixel) => Number(letters[pixel]) }

  it('takes what is in range and hangs together by edges', () => {
    expect(asText(grown(values, 0, { low: 0, high: 1 }), 4, 4)).toEqual(['###.', '.#..', '....', '....'])
    expect(asText(grown(values, 0, { low: 1, high: 2 }), 4, 4)).toEqual(['####', '.#.#', '#.##', '####'])
  })

  it('takes nothing where the pixel itself is out of range', () => {
    expect(grown(values, 4, { low: 1, high: 2 })).toHaveLength(0)
  })

  it('takes a whole large picture without a stack that overflows', () => {
    const flat: PixelValues = { size: { columns: 1500, rows: 1500 }, at: () => 7 }

    expect(countOf(grown(flat, 750_750, { low: 7, high: 7 }))).toBe(2_250_000)
  })
})
