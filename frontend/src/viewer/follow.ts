/** Which picture of a stack goes with a picture of another: by the place in the patient, else step by step. */
import { centreOf } from './coordinates'
import type { ImageStack, StackFrame } from './sources'
import { cross, dot, type Triple } from './vectors'

/** A stack with the picture that it shows. */
export interface Standing {
  readonly stack: ImageStack
  readonly index: number
}

/** Two stacks whose slices lie within this of each other's direction (cosine of 18°) are scrolled as one. */
const ALIKE = 0.95

const normalOf = ({ plane }: StackFrame): Triple | null =>
  plane && cross(plane.columnDirection, plane.rowDirection)

/**
 * Where the other one goes. Stacks in one frame of reference are held at one place; of two examinations of a
 * patient the distance is kept that they have at `from`. Null: the other one does not follow, for its slices
 * lie across.
 */
export function follow(leader: Standing, other: Standing, from: readonly [number, number]): number | null {
  const [here, there] = [leader.stack.frames[leader.index], other.stack.frames[other.index]]
  const [led, follows] = [here && normalOf(here), there && normalOf(there)]
  const steps = leader.index - from[0]
  if (!led || !follows || !here || !there) return within(other.stack, from[1] + steps)
  const alike = dot(led, follows)
  if (Math.abs(alike) < ALIKE) return null
  if (isOneSpace(here, there)) return nearest(other, dot(centreOf(here.plane!, here.size), follows), follows)
  const [began, otherBegan] = [leader.stack.frames[from[0]]?.plane, other.stack.frames[from[1]]?.plane]
  if (!began || !otherBegan) return within(other.stack, from[1] + steps)
  const movedMm = (dot(here.plane!.origin, led) - dot(began.origin, led)) * Math.sign(alike)
  const { size } = there
  return nearest(other, dot(centreOf(otherBegan, size), follows) + movedMm, follows)
}

const isOneSpace = (a: StackFrame, b: StackFrame): boolean =>
  a.frameOfReferenceUid !== null && a.frameOfReferenceUid === b.frameOfReferenceUid

const within = ({ frames }: ImageStack, index: number): number =>
  Math.min(Math.max(index, 0), frames.length - 1)

/** The picture nearest to so many millimetres along the normal; of several at one place, the one shown is near to. */
function nearest({ stack, index }: Standing, mm: number, normal: Triple): number | null {
  let best: number | null = null
  let least: readonly [number, number] = [Infinity, Infinity]
  stack.frames.forEach(({ plane, size }, i) => {
    if (!plane) return
    const distance = Math.abs(dot(centreOf(plane, size), normal) - mm)
    const steps = Math.abs(i - index)
    const isNearer = distance < least[0] - TIE_MM
    if (!isNearer && !(distance < least[0] + TIE_MM && steps < least[1])) return
    best = i
    least = [Math.min(distance, isNearer ? distance : least[0]), steps]
  })
  return best
}

/** Nearer together than any two slices are. */
const TIE_MM = 1e-3
