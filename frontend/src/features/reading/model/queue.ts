/**
 * The operations of one reading that the server has not confirmed, on top of what it has.
 *
 * Pure: every function takes a queue and returns the next one. What is on the screen is always `project(queue)`.
 */
import { apply, type Examination, type Operation } from './examination'

export interface Entry {
  readonly operation: Operation
  readonly state: 'waiting' | 'sending' | 'failed'
  /** It was on its way once, so the server may know it. */
  readonly wasSent: boolean
  /** Why the server refused it. */
  readonly reason: string | null
}

export interface Queue {
  /** The reading as the server last told it. */
  readonly base: Examination
  readonly entries: readonly Entry[]
}

export type SyncState = 'synced' | 'pending' | 'failed'

export const emptyQueue = (base: Examination): Queue => ({ base, entries: [] })

export const entryOf = (operation: Operation, wasSent = false): Entry => ({
  operation,
  state: 'waiting',
  wasSent,
  reason: null,
})

/** The annotation an operation is about. */
export function subjectOf(operation: Operation): string | null {
  if (operation.kind === 'put_annotation') return operation.annotation.id
  if (operation.kind === 'delete_annotation' || operation.kind === 'paint_mask')
    return operation.annotation_id
  return null
}

/**
 * Add an operation; what it makes superfluous and the server cannot know yet is dropped. Steps of the reader stay,
 * however fast they are taken back: from them the server gives back undo and redo.
 */
export function enqueue(queue: Queue, operation: Operation): Queue {
  const entries = queue.entries.filter((entry) => !isReplacedBy(entry, operation))
  const isNeedless =
    operation.kind === 'delete_annotation' && !isKnown({ ...queue, entries }, operation.annotation_id)
  return { ...queue, entries: isNeedless ? entries : [...entries, entryOf(operation)] }
}

function isReplacedBy(entry: Entry, next: Operation): boolean {
  const before = entry.operation
  if (entry.state !== 'failed' && (entry.state !== 'waiting' || entry.wasSent || before.step)) return false
  const subject = subjectOf(next)
  // What is painted comes on top of what was said and painted before; an object that goes takes everything along.
  if (next.kind === 'paint_mask') return false
  if (before.kind === 'paint_mask') return next.kind === 'delete_annotation' && subjectOf(before) === subject
  if (subject !== null) return subjectOf(before) === subject
  if (next.kind === 'set_state') return before.kind === 'set_state'
  if (next.kind !== 'set_flags' || before.kind !== 'set_flags') return false
  return Object.keys(before).every((key) => key in next)
}

function isKnown(queue: Queue, annotationId: string): boolean {
  return (
    queue.base.annotations.some(({ id }) => id === annotationId) ||
    queue.entries.some(({ operation }) => subjectOf(operation) === annotationId)
  )
}

/** What to send next, in order; nothing while something is under way. */
export function nextBatch(queue: Queue, limit: number): Operation[] {
  if (queue.entries.some(({ state }) => state === 'sending')) return []
  const waiting = queue.entries.filter(({ state }) => state === 'waiting').slice(0, limit)
  return notTooMuch(waiting.map(({ operation }) => operation))
}

/** Characters of strokes that go together; one operation goes however much it is. */
const MOST_PAINT = 4_000_000

function notTooMuch(operations: readonly Operation[]): Operation[] {
  let room = MOST_PAINT
  const beyond = operations.findIndex((operation, i) => (room -= paintOf(operation)) < 0 && i > 0)
  return operations.slice(0, beyond < 0 ? operations.length : beyond)
}

const paintOf = (operation: Operation): number =>
  operation.kind === 'paint_mask'
    ? operation.strokes.reduce((sum, { set, cleared }) => sum + set.length + cleared.length, 0)
    : 0

export const sending = (queue: Queue, ids: readonly string[]): Queue =>
  change(queue, ids, (entry) => ({ ...entry, state: 'sending', wasSent: true }))

/** The server answered: its state is the new ground, and what it did not confirm waits again. */
export function confirmed(queue: Queue, base: Examination, acknowledged: readonly string[]): Queue {
  const entries = queue.entries
    .filter(({ operation }) => !acknowledged.includes(operation.id))
    .map((entry): Entry => (entry.state === 'sending' ? { ...entry, state: 'waiting' } : entry))
  // An older answer that arrives late must not undo a newer one.
  const newest = base.version >= queue.base.version ? base : queue.base
  return withoutNeedlessDeletes({ base: newest, entries })
}

/** No answer came: everything under way waits again, with its ids, so that nothing happens twice. */
export const unanswered = (queue: Queue): Queue => ({
  ...queue,
  entries: queue.entries.map((entry) => (entry.state === 'sending' ? { ...entry, state: 'waiting' } : entry)),
})

export const refused = (queue: Queue, id: string, reason: string): Queue =>
  change(queue, [id], (entry) => ({ ...entry, state: 'failed', reason }))

/** Try what was refused once more. */
export const retried = (queue: Queue): Queue => ({
  ...queue,
  entries: queue.entries.map((entry) =>
    entry.state === 'failed' ? { ...entry, state: 'waiting', reason: null } : entry,
  ),
})

export const discarded = (queue: Queue, ids: readonly string[]): Queue => ({
  ...queue,
  entries: queue.entries.filter(({ operation }) => !ids.includes(operation.id)),
})

/** Of what was refused only what is drawn and painted stays, marked as failed. */
export const isOnScreen = ({ state, operation }: Entry): boolean =>
  state !== 'failed' || operation.kind === 'put_annotation' || operation.kind === 'paint_mask'

/** The reading as the reader left it. */
export function project(queue: Queue): Examination {
  return queue.entries
    .filter(isOnScreen)
    .reduce((examination, { operation }) => apply(examination, operation), queue.base)
}

export function syncStateOf(queue: Queue, annotationId: string): { state: SyncState; reason: string | null } {
  const own = queue.entries.filter(({ operation }) => subjectOf(operation) === annotationId)
  const failed = own.find(({ state }) => state === 'failed')
  if (failed) return { state: 'failed', reason: failed.reason }
  return { state: own.length ? 'pending' : 'synced', reason: null }
}

export const isAllSaved = (queue: Queue): boolean => queue.entries.length === 0

const change = (queue: Queue, ids: readonly string[], make: (entry: Entry) => Entry): Queue => ({
  ...queue,
  entries: queue.entries.map((entry) => (ids.includes(entry.operation.id) ? make(entry) : entry)),
})

/** Someone else may have deleted what this queue was going to delete. */
function withoutNeedlessDeletes(queue: Queue): Queue {
  const entries = queue.entries.filter(({ operation }, i) => {
    if (operation.kind !== 'delete_annotation') return true
    return isKnown({ base: queue.base, entries: queue.entries.slice(0, i) }, operation.annotation_id)
  })
  return { ...queue, entries }
}
