/** How large an object is, in words: millimetres where the image is calibrated, pixels otherwise. */
import { area, type Geometry } from './geometry'
import { axesOf, degreesOf, lengthOf, SQUARE } from './lines'
import type { Calibration } from './sources'

/** Whether its numbers stand beside it on the picture: it was drawn to be measured. */
export const isMeasured = ({ kind }: Geometry): boolean =>
  kind === 'length' || kind === 'bidirectional' || kind === 'angle'

export function sizeText(geometry: Geometry, calibration: Calibration | null): string {
  const spacing = calibration ?? SQUARE
  const unit = calibration ? 'mm' : 'px'
  const short = (value: number): string => value.toFixed(calibration ? 1 : 0)
  switch (geometry.kind) {
    case 'box':
    case 'ellipse': {
      const [width, height] = [geometry.width * spacing.columnMm, geometry.height * spacing.rowMm]
      return `${short(width)} × ${short(height)} ${unit}`
    }
    case 'polygon':
    case 'freehand':
    case 'spline':
      return `${short(area(geometry) * spacing.columnMm * spacing.rowMm)} ${unit}²`
    case 'point':
      // Where it is, not how large: always in pixels.
      return `${Math.floor(geometry.x)}, ${Math.floor(geometry.y)} px`
    case 'length':
      return `${lengthOf(geometry, spacing).toFixed(1)} ${unit}`
    case 'bidirectional': {
      const [long, short] = axesOf(geometry, spacing)
      return `${long.toFixed(1)} × ${short.toFixed(1)} ${unit}`
    }
    case 'angle':
      return `${degreesOf(geometry, spacing).toFixed(1)}°`
    case 'arrow':
      // What it points at.
      return `${Math.floor(geometry.end.x)}, ${Math.floor(geometry.end.y)} px`
  }
}
