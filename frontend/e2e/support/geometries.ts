import type { Examination } from '../../src/features/reading/model/examination'
import { linePoints } from '../../src/viewer/lines'
import type { Spot } from './drawing-hands'

export type Geometry = Examination['annotations'][number]['geometry']

/** The points that say where an object is. */
export function pointsOf(geometry: Geometry): Spot[] {
  switch (geometry.kind) {
    case 'box':
    case 'ellipse': {
      const { x, y, width, height } = geometry
      return [
        [x, y],
        [x + width, y + height],
      ]
    }
    case 'polygon':
    case 'freehand':
    case 'spline':
      return geometry.points.map(({ x, y }): Spot => [x, y])
    case 'point':
      return [[geometry.x, geometry.y]]
    case 'image_label':
    case 'mask':
      return []
    default:
      return linePoints(geometry).map(({ x, y }): Spot => [x, y])
  }
}
