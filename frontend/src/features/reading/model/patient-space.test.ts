import { describe, expect, it } from 'vitest'
import { annotation, examination } from './fixtures'
import { deleteAnnotation, putAnnotation } from './history'

const at = (x: number, y: number, z: number) => ({ x, y, z })
const PLANE = { frame_of_reference_uid: '1.2', origin: at(0, 5, 0), u: at(1, 0, 0), v: at(0, 0, -1) }
const POINT = annotation('a', {
  kind: 'point',
  geometry: { kind: 'point', ...at(1, 5, 2) },
  space: 'patient',
  plane: PLANE,
})

describe('an object in the patient', () => {
  it('is sent with its plane', () => {
    const { forward } = putAnnotation(examination(), POINT)

    expect(forward).toEqual([{ kind: 'put_annotation', annotation: POINT }])
  })

  it('comes back with its plane', () => {
    const change = deleteAnnotation(examination({ annotations: [POINT] }), 'a')

    expect(change?.backward).toContainEqual({ kind: 'put_annotation', annotation: POINT })
  })

  it('is told from one on a picture, of which nothing is said of planes', () => {
    const { forward } = putAnnotation(examination(), annotation('b', { space: 'image', plane: null }))

    expect(forward).toEqual([{ kind: 'put_annotation', annotation: annotation('b') }])
  })
})
