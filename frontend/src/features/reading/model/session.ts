/** One reading at work: edits go in, the screen reads the projection, the queue drains to the server. */
import { asApiError, type ApiError } from '@/api/errors'
import type { Examination, Operation, OperationBody, SentOperation, Step } from './examination'
import { emptyHistory, redo, remember, reopened, undo, type Change, type History } from './history'
import type { Journal, JournalKey } from './journal'
import { MaskBook, type FetchMasks } from './mask-book'
import type { Masks } from './masks'
import { newId } from './new-id'
import * as queues from './queue'

export interface Acknowledgement {
  examination: Examination
  acknowledged: string[]
}

export type PostOperations = (
  examinationId: string,
  baseVersion: number,
  operations: SentOperation[],
) => Promise<Acknowledgement>

export type Link = 'online' | 'offline' | 'signed-out'

export interface Snapshot {
  readonly examination: Examination
  readonly queue: queues.Queue
  /** The voxels of its masks; not all of them before they are complete. */
  readonly masks: Masks
  readonly areMasksComplete: boolean
  readonly link: Link
  /** Whether undo has something to take back, and redo something to repeat. */
  readonly canUndo: boolean
  readonly canRedo: boolean
}

const BATCH = 50
const FIRST_WAIT_MS = 1_000
const LONGEST_WAIT_MS = 30_000

export class ExaminationSession {
  private queue: queues.Queue
  private history: History = emptyHistory
  private link: Link = 'online'
  private snapshot: Snapshot
  private limit = BATCH
  private waitMs = FIRST_WAIT_MS
  private isPumping = false
  private wake: (() => void) | null = null
  private isClosed = false
  private isRecalling = false
  private wish: (() => void) | null = null
  private readonly listeners = new Set<() => void>()
  private readonly masks: MaskBook
  private wantsMasks = false

  private constructor(
    examination: Examination,
    private readonly key: JournalKey,
    private readonly journal: Journal,
    private readonly post: PostOperations,
    fetchMasks: FetchMasks,
    private readonly makeId: () => string,
  ) {
    this.queue = queues.emptyQueue(examination)
    this.masks = new MaskBook(examination, fetchMasks)
    this.snapshot = this.picture()
  }

  /** Take up a reading with everything that a former visit left unconfirmed. */
  static async open(
    examination: Examination,
    owner: string,
    journal: Journal,
    post: PostOperations,
    fetchMasks: FetchMasks,
    makeId: () => string = newId,
  ): Promise<ExaminationSession> {
    const key = { owner, examinationId: examination.id }
    const session = new ExaminationSession(examination, key, journal, post, fetchMasks, makeId)
    const [left, history] = await Promise.all([journal.load(key), journal.loadHistory(key)])
    session.history = history
    session.queue = { ...session.queue, entries: left.map((operation) => queues.entryOf(operation, true)) }
    session.masks.follow(null, session.queue)
    session.tell()
    session.pump()
    return session
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  readonly getSnapshot = (): Snapshot => this.snapshot

  get isAllSaved(): boolean {
    return queues.isAllSaved(this.queue)
  }

  perform(change: Change): void {
    const id = this.makeId()
    this.remember(remember(this.history, { ...change, id }))
    this.enqueue(change.forward, { id, way: 'forward' })
  }

  /** Being done is no edit: undo goes past it. */
  setState(state: 'open' | 'done'): void {
    this.enqueue([{ kind: 'set_state', state }])
  }

  undo(): void {
    const step = undo(this.history)
    if (!step) return this.onceRecalled(() => this.undo())
    this.remember(step.history)
    this.enqueue(reopened(this.snapshot.examination, step.change.backward), stepOf(step.change, 'back'))
  }

  redo(): void {
    const step = redo(this.history)
    if (!step) return this.onceRecalled(() => this.redo())
    this.remember(step.history)
    this.enqueue(reopened(this.snapshot.examination, step.change.forward), stepOf(step.change, 'again'))
  }

  /** What the reader did here before, also in another browser or tab. What is done meanwhile comes first. */
  async takeUp(recall: (examination: Examination) => Promise<History>): Promise<void> {
    const { history, queue } = this
    if (queue.entries.length || queue.base.version === 0) return
    this.isRecalling = true
    const found = await recall(queue.base).catch(() => null) // what this browser remembers stays then
    this.isRecalling = false
    if (found && this.history === history && this.queue.base === queue.base) {
      this.remember(found)
      this.tell()
    }
    const { wish } = this
    this.wish = null
    wish?.()
  }

  /** Somebody looks at this reading: its masks are wanted now, and whenever they have changed. */
  wantMasks(): void {
    this.wantsMasks = true
    if (!this.masks.isComplete) void this.loadMasks()
  }

  /** The server has changed the reading at the reader's word. */
  take(examination: Examination): void {
    this.forgetMasks(examination)
    this.become(queues.confirmed(this.queue, examination, []))
  }

  /** Send what the server refused once more. */
  retryFailed(): void {
    this.become(queues.retried(this.queue))
    this.pump()
  }

  /** Give up an operation that the server refused. */
  discard(operationId: string): void {
    this.become(queues.discarded(this.queue, [operationId]))
  }

  /** Try now, whatever the waiting time says. */
  hurry(): void {
    this.waitMs = FIRST_WAIT_MS
    this.wake?.()
    if (this.wantsMasks) this.wantMasks()
    this.pump()
  }

  close(): void {
    this.isClosed = true
    this.wake?.()
    this.listeners.clear()
  }

  /** A hand may be faster than the server's memory: what it asked for is done then. */
  private onceRecalled(wish: () => void): void {
    if (this.isRecalling) this.wish = wish
  }

  private enqueue(bodies: readonly OperationBody[], step?: Step): void {
    const operations = bodies.map((body) => ({ ...body, id: this.makeId(), ...(step && { step }) }))
    this.become(operations.reduce(queues.enqueue, this.queue))
    this.pump()
  }

  private pump(): void {
    if (this.isPumping || this.isClosed) return
    this.isPumping = true
    void this.drain()
  }

  private async drain(): Promise<void> {
    for (;;) {
      const batch = queues.nextBatch(this.queue, this.limit)
      if (!batch.length || this.isClosed) break
      if (!this.masks.isComplete && batch.some(({ kind }) => kind === 'paint_mask')) {
        if (!(await this.loadMasks())) await this.pause()
        continue
      }
      this.become(
        queues.sending(
          this.queue,
          batch.map(({ id }) => id),
        ),
      )
      await this.send(batch)
    }
    this.limit = BATCH
    this.isPumping = false
  }

  private async send(batch: Operation[]): Promise<void> {
    const { id, version } = this.queue.base
    const { sent, needless } = this.masks.toSend(batch)
    if (needless.length) {
      this.become(queues.unanswered(queues.discarded(this.queue, needless)))
      return
    }
    try {
      const { examination, acknowledged } = await this.post(id, version, sent)
      this.link = 'online'
      this.waitMs = FIRST_WAIT_MS
      this.masks.confirm(batch.filter((operation) => acknowledged.includes(operation.id)))
      this.become(queues.confirmed(this.queue, examination, acknowledged))
      if (!this.masks.agreesWith(this.queue)) this.forgetMasks(examination)
      if (!acknowledged.length) await this.pause()
    } catch (thrown) {
      await this.answer(asApiError(thrown), batch)
    }
  }

  private async answer(error: ApiError, batch: Operation[]): Promise<void> {
    const changed = changedExamination(error)
    if (changed) {
      const isNews =
        changed.examination.version !== this.queue.base.version || changed.acknowledged.length > 0
      this.masks.confirm(batch.filter(({ id }) => changed.acknowledged.includes(id)))
      this.forgetMasks(changed.examination)
      this.become(queues.confirmed(this.queue, changed.examination, changed.acknowledged))
      if (!isNews) await this.pause()
    } else if (isRefusal(error)) {
      const guilty = batch.length === 1 ? batch[0]!.id : error.problem['operation_id']
      if (typeof guilty === 'string') this.become(queues.refused(this.queue, guilty, error.detail))
      // Where the server does not say which of them it was, it shows when they go one by one.
      else this.limit = 1
      this.become(queues.unanswered(this.queue))
    } else {
      this.link = error.status === 401 ? 'signed-out' : 'offline'
      this.become(queues.unanswered(this.queue))
      await this.pause()
    }
  }

  private forgetMasks(base: Examination): void {
    this.masks.forget(base)
    if (this.wantsMasks && !this.masks.isComplete) void this.loadMasks()
  }

  private async loadMasks(): Promise<boolean> {
    try {
      await this.masks.load(() => this.queue.base)
      this.masks.follow(null, this.queue)
      this.link = 'online'
    } catch (thrown) {
      this.link = asApiError(thrown).status === 401 ? 'signed-out' : 'offline'
      if (this.wantsMasks) setTimeout(() => this.isClosed || this.wantMasks(), LONGEST_WAIT_MS / 4)
    }
    this.tell()
    return this.masks.isComplete
  }

  /** Wait longer every time; `hurry` cuts it short. */
  private async pause(): Promise<void> {
    const ms = this.waitMs
    this.waitMs = Math.min(ms * 2, LONGEST_WAIT_MS)
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms)
      this.wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
    this.wake = null
  }

  private remember(history: History): void {
    this.history = history
    void this.journal.saveHistory(this.key, history)
  }

  /** The journal always holds exactly the operations of the queue. */
  private become(queue: queues.Queue): void {
    const before = new Map(this.queue.entries.map(({ operation }) => [operation.id, operation]))
    const after = new Map(queue.entries.map(({ operation }) => [operation.id, operation]))
    const added = [...after.values()].filter(({ id }) => !before.has(id))
    const gone = [...before.keys()].filter((id) => !after.has(id))
    this.masks.follow(this.queue, queue)
    this.queue = queue
    if (added.length) void this.journal.add(this.key, added)
    if (gone.length) void this.journal.remove(gone)
    this.tell()
  }

  private tell(): void {
    this.snapshot = this.picture()
    for (const listener of this.listeners) listener()
  }

  private picture(): Snapshot {
    return {
      examination: queues.project(this.queue),
      queue: this.queue,
      masks: this.masks.shown,
      areMasksComplete: this.masks.isComplete,
      link: this.link,
      canUndo: this.history.undo.length > 0,
      canRedo: this.history.redo.length > 0,
    }
  }
}

const stepOf = ({ id }: Change, way: 'back' | 'again'): Step | undefined => (id ? { id, way } : undefined)

const LATER = [0, 401, 408, 425, 429]

/** The server understood and said no; asking again would not help. */
const isRefusal = ({ status }: ApiError): boolean => status < 500 && !LATER.includes(status)

function changedExamination({ error, problem }: ApiError): Acknowledgement | null {
  if (error !== 'ExaminationChanged' && error !== 'MaskChanged') return null
  const { examination, acknowledged } = problem as Partial<Acknowledgement>
  return examination ? { examination, acknowledged: acknowledged ?? [] } : null
}
