import { isOn, type Place } from './shapes'
import type { StackFrame } from './sources'

type Picture = Pick<StackFrame, keyof Place | 'positionMm'>

/**
 * Where a reader begins: at the place that is asked for, else in the middle of slices through a body, where there is
 * most to see, else at the first picture.
 */
export function beginningOf(
  { frames }: { readonly frames: readonly Picture[] },
  place: Place | null,
): number {
  const marked = place ? frames.findIndex((frame) => isOn(frame, place)) : -1
  if (marked >= 0) return marked
  const isThroughABody = frames.length > 1 && frames.every(({ positionMm }) => positionMm !== null)
  return isThroughABody ? Math.floor(frames.length / 2) : 0
}
