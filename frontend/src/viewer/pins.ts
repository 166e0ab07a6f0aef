/** Comments pinned to a picture: how a room and what is said in it find each other. */
import type { Place, Shape } from './shapes'

export interface Pin extends Place {
  readonly imageId: string
  readonly x: number
  readonly y: number
  /** Whose picture it was set on, where several lie side by side. */
  readonly alias: string | null
}

/** What a room tells those who show its comments, and asks of them. */
export interface CommentSlot {
  readonly setId: string
  readonly sampleId: string
  readonly isPinning: boolean
  /** Where the next comment goes; set on the picture. */
  readonly pin: Pin | null
  readonly selectedId: string | null
  startPinning(this: void): void
  forgetPin(this: void): void
  /** Show where a comment is pinned. */
  show(this: void, threadId: string, pin: Pin): void
  /** Draw these. */
  onPins(this: void, pins: readonly (Pin & { id: string; label: string; isSettled: boolean })[]): void
}

export type DrawnPin = Parameters<CommentSlot['onPins']>[0][number]

const PREFIX = 'thread:'

/** Pins on one image, as shapes that can be selected and nothing else. */
export function pinShapes(pins: readonly DrawnPin[], imageId: string | undefined): Shape[] {
  return pins.flatMap(({ id, imageId: on, x, y, sopInstanceUid, frame, label, isSettled }) =>
    on === imageId
      ? [
          {
            id: PREFIX + id,
            geometry: { kind: 'point', x, y },
            sopInstanceUid,
            frame,
            label,
            color: isSettled ? '#9aa4b2' : '#fbbf24',
            isLocked: true,
          } satisfies Shape,
        ]
      : [],
  )
}

/** The thread that a selected shape stands for. */
export const threadOf = (shapeId: string | null): string | null =>
  shapeId?.startsWith(PREFIX) ? shapeId.slice(PREFIX.length) : null
