/** The voxels of one reading: what the server has, and what they are with everything that the reader did since. */
import type { components } from '@/api/schema'
import { marked, type Examination, type Operation, type OperationBody } from './examination'
import type { SentOperation } from './examination'
import { asSent, masksFrom, noMasks, voxelCount, type Masks } from './masks'
import { isOnScreen, type Queue } from './queue'

export type FetchMasks = (examinationId: string) => Promise<components['schemas']['MasksRead']>

const isMask = ({ kind }: { kind: string }): boolean => kind === 'mask'

const paintsOn = (id: string) => (operation: OperationBody) =>
  operation.kind === 'paint_mask' && operation.annotation_id === id

export class MaskBook {
  private known: Masks = noMasks
  private loading: Promise<void> | null = null
  /** What the server has is known here: always so where it has none. */
  isComplete: boolean
  shown: Masks = noMasks

  constructor(
    examination: Examination,
    private readonly fetchMasks: FetchMasks,
  ) {
    this.isComplete = !examination.annotations.some(isMask)
  }

  /** Ask the server for them; what is older than the reading is asked for again. */
  load(base: () => Examination): Promise<void> {
    this.loading ??= this.fetched(base).finally(() => (this.loading = null))
    return this.loading
  }

  private async fetched(base: () => Examination): Promise<void> {
    for (;;) {
      const read = await this.fetchMasks(base().id)
      if (read.version < base().version) continue
      this.known = masksFrom(read)
      this.isComplete = true
      return
    }
  }

  /** Somebody else may have painted: what is here is shown until the server has told. */
  forget(base: Examination): void {
    this.isComplete = !base.annotations.some(isMask)
    if (this.isComplete) this.known = noMasks
  }

  /** As the server takes them; strokes that change nothing any more need not be sent. */
  toSend(batch: readonly Operation[]): { sent: SentOperation[]; needless: string[] } {
    const needless: string[] = []
    let masks = this.known
    const sent = batch.flatMap((operation): SentOperation[] => {
      const before = masks
      masks = marked(masks, operation)
      if (operation.kind !== 'paint_mask') return [operation]
      const { id, step } = operation
      const body = asSent(before, operation)
      if (!body) needless.push(id)
      return body ? [{ ...body, id, ...(step && { step }) }] : []
    })
    return { sent, needless }
  }

  /** The server has these now. */
  confirm(operations: readonly OperationBody[]): void {
    this.known = operations.reduce(marked, this.known)
  }

  /** Whether the server counts as many voxels as are known here, wherever nothing is on its way. */
  agreesWith({ base, entries }: Queue): boolean {
    return base.annotations.every(
      ({ id, voxel_count }) =>
        typeof voxel_count !== 'number' ||
        entries.some(({ operation }) => paintsOn(id)(operation)) ||
        voxelCount(this.known.get(id)) === voxel_count,
    )
  }

  /** Show what the queue makes of it: from the beginning, or only what has been added. */
  follow(before: Queue | null, after: Queue): void {
    const done = before?.entries ?? []
    const isLonger = before?.base === after.base && done.every((entry, i) => entry === after.entries[i])
    const entries = isLonger ? after.entries.slice(done.length) : after.entries
    this.shown = entries
      .filter(isOnScreen)
      .reduce((masks, { operation }) => marked(masks, operation), isLonger ? this.shown : this.known)
  }
}
