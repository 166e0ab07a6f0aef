import { describe, expect, it } from 'vitest'
import { lettersOf, lettersOpposite } from '../anatomy'
import { imagePoint, imageToWorld } from '../coordinates'
import type { Triple } from '../vectors'
import { grid, tilted } from './fixtures'
import { centreOf } from './grid'
import { indexAt, isUpright, planeAt, planesOf, within } from './planes'

const near = (actual: readonly number[], expected: readonly number[]): void =>
  actual.forEach((part, i) => expect(part).toBeCloseTo(expected[i]!, 9))

describe('the planes of a volume', () => {
  it('are as many as there are voxels across it', () => {
    const counts = (['axial', 'coronal', 'sagittal'] as const).map(
      (orientation) => planesOf(grid(), orientation, 'patient').count,
    )

    expect(counts).toEqual([5, 30, 40])
  })

  it('of the slices themselves lie on them, pixel by pixel', () => {
    const volume = grid()
    const plane = planeAt(planesOf(volume, 'axial', 'patient'), 3)

    near(plane.origin, volume.frames[3]!.plane!.origin)
    expect(planesOf(volume, 'axial', 'patient').size).toEqual({ columns: 40, rows: 30 })
  })

  it('across the slices have the spacing of the finest voxels', () => {
    const coronal = planesOf(grid(), 'coronal', 'patient')

    expect(coronal).toMatchObject({ spacingMm: 0.5, size: { columns: 40, rows: 20 } })
    // Up is the head: the first row is that of the last slice.
    near(planeAt(coronal, 0).origin, [-10, -20, -21.25])
  })

  it.each([
    ['axial', 'L', 'P', 'H'],
    ['coronal', 'L', 'F', 'P'],
    ['sagittal', 'P', 'F', 'R'],
  ] as const)('%s: what is at the right, the bottom and beyond', (orientation, right, down, away) => {
    const planes = planesOf(grid(), orientation, 'patient')

    expect([planes.right, planes.down, planes.away].map(lettersOf)).toEqual([right, down, away])
  })

  it('that are nearest to a place go through its voxel', () => {
    const planes = planesOf(grid(), 'axial', 'patient')

    expect([-31, -30, -29.1, -28.9, -22, -10].map((z) => indexAt(planes, [0, 0, z]))).toEqual([
      0, 0, 0, 1, 4, 4,
    ])
  })
})

describe('a volume that lies oblique', () => {
  const oblique = grid(tilted(20))

  it('has planes along its own axes, nearest to those of the patient', () => {
    const axial = planesOf(oblique, 'axial', 'series')

    near(planeAt(axial, 1).origin, oblique.frames[1]!.plane!.origin)
    expect(axial.count).toBe(5)
    expect(isUpright(oblique)).toBe(false)
    expect(isUpright(grid())).toBe(true)
  })

  it('turns round directions that count backwards', () => {
    const prone = grid({ column: [-1, 0, 0], row: [0, -1, 0] })
    const axial = planesOf(prone, 'axial', 'series')

    expect([axial.right, axial.down].map(lettersOf)).toEqual(['L', 'P'])
    expect(isUpright(prone)).toBe(true)
  })

  it('names its directions by several letters, the strongest first', () => {
    const { down, right } = planesOf(oblique, 'axial', 'series')

    expect([lettersOf(down), lettersOpposite(down), lettersOf(right)]).toEqual(['PH', 'AF', 'L'])
  })

  it('lies within its upright planes as a whole', () => {
    const { size, ...planes } = planesOf(oblique, 'coronal', 'patient')
    const corner = imageToWorld(planeAt({ size, ...planes }, 0), imagePoint(size.columns, size.rows))

    expect(corner[0]).toBeCloseTo(9.75, 9)
  })
})

describe('a place', () => {
  it('outside of the volume comes to its edge', () => {
    const inside: Triple = [0, -10, -25]

    near(within(grid(), inside), inside)
    near(within(grid(), [100, -10, -100]), [9.75, -10, -31])
    near(within(grid(tilted(20)), centreOf(grid(tilted(20)))), centreOf(grid(tilted(20))))
  })
})
