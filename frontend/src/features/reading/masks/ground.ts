import type { StackFrame } from '@/viewer/sources'
import type { View } from '@/viewer/view'
import type { Ground } from './mask-acts'

/** The pictures of the stack on the screen that are of the size of the one that is seen. */
export function groundOf({ stack, size, place, calibration }: View): Ground {
  const isAlike = (other: StackFrame) =>
    other.size === null || (other.size.columns === size.columns && other.size.rows === size.rows)
  const places = stack.frames
    .filter(isAlike)
    .map((other) => ({ sopInstanceUid: other.sopInstanceUid, frame: other.frame }))
  const index = places.findIndex(
    (other) => other.sopInstanceUid === place.sopInstanceUid && other.frame === place.frame,
  )
  const { columnMm = 1, rowMm = 1 } = calibration ?? {}
  return { places, index, size, spacing: { column: columnMm, row: rowMm } }
}
