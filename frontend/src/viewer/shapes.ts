import type { Geometry } from './geometry'
import type { StackFrame } from './sources'

/** Which picture of an image something was drawn on. */
export interface Place {
  readonly sopInstanceUid: string | null
  /** 1-based within its instance. */
  readonly frame: number
}

/** One drawn object as the viewer shows it. */
export interface Shape extends Place {
  readonly id: string
  readonly geometry: Geometry
  readonly color: string
  readonly label: string
  /** What it says on the picture, beside its label. */
  readonly text?: string
  /** It can be looked at and selected, and nothing else. */
  readonly isLocked: boolean
}

export const isOn = (
  frame: Pick<StackFrame, keyof Place>,
  { sopInstanceUid, frame: number }: Place,
): boolean => frame.frame === number && (sopInstanceUid ?? null) === frame.sopInstanceUid
