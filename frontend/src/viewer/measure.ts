/** How large an object is, in words: millimetres where the image is calibrated, pixels otherwise. */
import { area, type Geometry, type Length } from './geometry'
import type { Calibration } from './sources'

type Spacing = Pick<Calibration, 'columnMm' | 'rowMm'>

const PIXEL: Spacing = { columnMm: 1, rowMm: 1 }

const lengthOf = ({ start, end }: Length, { columnMm, rowMm }: Spacing): number =>
  Math.hypot((end.x - start.x) * columnMm, (end.y - start.y) * rowMm)

export function sizeText(geometry: Geometry, calibration: Calibration | null): string {
  const spacing = calibration ?? PIXEL
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
      return `${short(area(geometry) * spacing.columnMm * spacing.rowMm)} ${unit}²`
    case 'point':
      // Where it is, not how large: always in pixels.
      return `${Math.floor(geometry.x)}, ${Math.floor(geometry.y)} px`
    case 'length':
      return `${lengthOf(geometry, spacing).toFixed(1)} ${unit}`
  }
}
