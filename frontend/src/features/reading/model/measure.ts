/** How large an object is, in words: millimetres where the image is calibrated, pixels otherwise. */
import type { Calibration } from '@/viewer/sources'
import { area, type Geometry } from '@/viewer/geometry'

const PIXEL: Pick<Calibration, 'columnMm' | 'rowMm'> = { columnMm: 1, rowMm: 1 }

const short = (value: number, isMm: boolean): string => value.toFixed(isMm ? 1 : 0)

export function sizeText(geometry: Geometry, calibration: Calibration | null): string {
  const { columnMm, rowMm } = calibration ?? PIXEL
  const isMm = calibration !== null
  if (geometry.kind === 'polygon') {
    return `${short(area(geometry) * columnMm * rowMm, isMm)} ${isMm ? 'mm²' : 'px²'}`
  }
  const width = short(geometry.width * columnMm, isMm)
  const height = short(geometry.height * rowMm, isMm)
  return `${width} × ${height} ${isMm ? 'mm' : 'px'}`
}
