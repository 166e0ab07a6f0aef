import type { ShapeTool } from '@/viewer/drawing'
import type { Said } from '../model/attributes'
import type { AttributeValue, Label } from '../model/examination'
import type { SyncState } from '../model/queue'

/** An object of a reading, as the list of objects shows it. */
export interface ReadObject {
  readonly id: string
  readonly label: Label | null
  readonly kind: ShapeTool | 'mask'
  /** With its unit. */
  readonly size: string
  /** How long the reader says a length really is. */
  readonly knownMm: number | null
  /** What the pixels under it say, line by line; of an object on the picture that is shown. */
  readonly facts: readonly string[]
  /** Which picture of the image it is on, from 1; null when not known yet. */
  readonly picture: number | null
  readonly comment: string | null
  readonly attributes: Said
  readonly isHidden: boolean
  readonly isLocked: boolean
  readonly sync: SyncState
  readonly reason: string | null
}

/** What can be done to it there. */
export interface ObjectActs {
  onSelect(this: void, id: string): void
  onRelabel(this: void, id: string, label: Label): void
  onComment(this: void, id: string, words: string): void
  /** Sets an attribute, or takes it back. */
  onSay(this: void, id: string, name: string, value: AttributeValue | null): void
  onHide(this: void, id: string): void
  onLock(this: void, id: string): void
  /** Says how long a length really is, or takes that back. */
  onKnow(this: void, id: string, mm: number | null): void
  onDelete(this: void, id: string): void
}
