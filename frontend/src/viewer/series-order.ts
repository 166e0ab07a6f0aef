/** Putting the instances of a series in reading order. */
import type { ImagePlane } from './coordinates'
import { frameGroup, number, numbers, Tag, text, type DicomDataset } from './dicom-json'
import { cross, dot, type Triple } from './vectors'

function triple(list: readonly number[], from = 0): Triple | null {
  const [x, y, z] = list.slice(from, from + 3)
  if (x === undefined || y === undefined || z === undefined) return null
  return [x, y, z].every(Number.isFinite) ? [x, y, z] : null
}

/** Direction through the slices: rows × columns of the image orientation. */
export function normalOf(dataset: DicomDataset, frame = 1): Triple | null {
  const group = frameGroup(dataset, frame, Tag.PLANE_ORIENTATION) ?? dataset
  const cosines = numbers(group, Tag.IMAGE_ORIENTATION)
  const row = triple(cosines)
  const column = triple(cosines, 3)
  return row && column && cross(row, column)
}

/** Millimetres along a normal; null when the image has no position. */
export function positionAlong(dataset: DicomDataset, normal: Triple | null, frame = 1): number | null {
  const group = frameGroup(dataset, frame, Tag.PLANE_POSITION) ?? dataset
  const position = triple(numbers(group, Tag.IMAGE_POSITION))
  return position && normal && dot(position, normal)
}

/** Where the pixels of a frame lie (PS3.3 C.7.6.2.1.1); null without position, orientation or spacing. */
export function planeOf(dataset: DicomDataset, frame = 1): ImagePlane | null {
  const cosines = numbers(frameGroup(dataset, frame, Tag.PLANE_ORIENTATION) ?? dataset, Tag.IMAGE_ORIENTATION)
  const origin = triple(
    numbers(frameGroup(dataset, frame, Tag.PLANE_POSITION) ?? dataset, Tag.IMAGE_POSITION),
  )
  const measures = frameGroup(dataset, frame, Tag.PIXEL_MEASURES) ?? dataset
  const [rowSpacing = 0, columnSpacing = 0] = numbers(measures, Tag.PIXEL_SPACING)
  const [columnDirection, rowDirection] = [triple(cosines), triple(cosines, 3)]
  if (!origin || !columnDirection || !rowDirection || !(rowSpacing > 0) || !(columnSpacing > 0)) return null
  return { origin, columnDirection, rowDirection, columnSpacing, rowSpacing }
}

const isParallel = (a: Triple, b: Triple): boolean => dot(a, b) > 0.999

function byInstanceNumber(a: DicomDataset, b: DicomDataset): number {
  const difference = (number(a, Tag.INSTANCE_NUMBER) ?? 0) - (number(b, Tag.INSTANCE_NUMBER) ?? 0)
  return difference || text(a, Tag.SOP_INSTANCE_UID).localeCompare(text(b, Tag.SOP_INSTANCE_UID))
}

/**
 * Sort by position along the common normal, in the direction in which the instance numbers count; by instance
 * number alone when positions are missing or the slices are not parallel.
 */
export function inReadingOrder(datasets: readonly DicomDataset[]): DicomDataset[] {
  const numbered = [...datasets].sort(byInstanceNumber)
  const normal = numbered[0] ? normalOf(numbered[0]) : null
  const positions = new Map(numbered.map((dataset) => [dataset, positionAlong(dataset, normal)]))
  const isStack = numbered.every((dataset) => {
    const own = normalOf(dataset)
    return normal && own && isParallel(normal, own) && positions.get(dataset) !== null
  })
  if (!isStack) return numbered
  const at = (dataset: DicomDataset): number => positions.get(dataset)!
  const isDescending = at(numbered[0]!) > at(numbered[numbered.length - 1]!)
  const sign = isDescending ? -1 : 1
  return numbered.sort((a, b) => sign * (at(a) - at(b)) || byInstanceNumber(a, b))
}
