/** Geometry that cannot be true must not reach the renderer: one zero spacing leaves its camera without a scale. */
import { numbers, Tag, type DicomDataset } from './dicom-json'

const isPositive = (value: number): boolean => Number.isFinite(value) && value > 0

function hasTrueSpacing(dataset: DicomDataset): boolean {
  const spacing = numbers(dataset, Tag.PIXEL_SPACING)
  return spacing.length === 2 && spacing.every(isPositive)
}

function hasTruePosition(dataset: DicomDataset): boolean {
  const position = numbers(dataset, Tag.IMAGE_POSITION)
  return position.length === 3 && position.every(Number.isFinite)
}

/** Rows and columns are unit vectors at a right angle (PS3.3 C.7.6.2.1.1). */
function hasTrueOrientation(dataset: DicomDataset): boolean {
  const [a, b, c, d, e, f] = numbers(dataset, Tag.IMAGE_ORIENTATION)
  if ([a, b, c, d, e, f].some((value) => value === undefined || !Number.isFinite(value))) return false
  const isUnit = (x: number, y: number, z: number) => Math.abs(Math.hypot(x, y, z) - 1) < 0.01
  return isUnit(a!, b!, c!) && isUnit(d!, e!, f!) && Math.abs(a! * d! + b! * e! + c! * f!) < 0.01
}

const CHECKS = [
  [Tag.PIXEL_SPACING, hasTrueSpacing],
  [Tag.IMAGE_POSITION, hasTruePosition],
  [Tag.IMAGE_ORIENTATION, hasTrueOrientation],
] as const

/** The dataset without the plane attributes that are wrong; the picture is then shown in pixels. */
export function withPlausibleGeometry(dataset: DicomDataset): DicomDataset {
  const wrong: string[] = CHECKS.filter(([tag, isTrue]) => dataset[tag] && !isTrue(dataset)).map(
    ([tag]) => tag,
  )
  if (!wrong.length) return dataset
  return Object.fromEntries(Object.entries(dataset).filter(([tag]) => !wrong.includes(tag)))
}
