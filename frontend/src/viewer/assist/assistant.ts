/** The worker of assistance as the page sees it: asked, told of progress, and stopped at any time. */
import type { Raster } from './raster'
import type { Answers, Question, Reply, Task } from './work'

/** As much of a worker as is used. */
export interface Hand {
  postMessage(question: Question, transfer?: Transferable[]): void
  onmessage: ((event: MessageEvent<Reply>) => void) | null
  terminate(): void
}

/** The work was stopped by the reader. */
export class Cancelled extends Error {}

interface Asked {
  readonly resolve: (answer: Answers[Task['kind']]) => void
  readonly reject: (reason: Error) => void
  readonly load: (slice: number) => Promise<Raster>
  readonly onProgress: (slice: number) => void
}

const noSlices = () => Promise.reject(new Error('There are no slices.'))

const ourWorker = (): Hand => new Worker(new URL('./assist.worker.ts', import.meta.url), { type: 'module' })

export class Assistant {
  private hand: Hand | null = null
  private count = 0
  private sentKey: string | null = null
  private readonly asked = new Map<number, Asked>()

  constructor(private readonly hire: () => Hand = ourWorker) {}

  ask<Kind extends Task['kind']>(
    task: Task & { kind: Kind },
    load: Asked['load'] = noSlices,
    onProgress: Asked['onProgress'] = () => undefined,
  ): Promise<Answers[Kind]> {
    const id = (this.count += 1)
    return new Promise((resolve, reject) => {
      this.asked.set(id, { resolve: resolve as Asked['resolve'], reject, load, onProgress })
      this.send({ id, task })
    })
  }

  /** The paths from a pixel of a picture; what the worker has of it is not sent again. */
  paths(key: string, raster: () => Raster, seed: number): Promise<Answers['paths']> {
    const isKnown = this.sentKey === key && this.hand !== null
    this.sentKey = key
    return this.ask({ kind: 'paths', key, raster: isKnown ? null : raster(), seed })
  }

  /** Ends whatever is under way at once. */
  cancel(): void {
    this.hand?.terminate()
    this.hand = null
    const asked = [...this.asked.values()]
    this.asked.clear()
    for (const { reject } of asked) reject(new Cancelled())
  }

  private send(question: Question): void {
    this.hand ??= this.hired()
    this.hand.postMessage(question, buffersOf(question))
  }

  private hired(): Hand {
    const hand = this.hire()
    hand.onmessage = ({ data }) => this.hear(data)
    return hand
  }

  private hear(reply: Reply): void {
    const asked = this.asked.get(reply.id)
    if (!asked) return
    if (reply.type === 'progress') return asked.onProgress(reply.slice)
    if (reply.type === 'need') return void this.bring(reply.id, reply.slice, asked)
    this.asked.delete(reply.id)
    if (reply.type === 'done') asked.resolve(reply.answer)
    else asked.reject(new Error(reply.reason))
  }

  private async bring(id: number, slice: number, { load }: Asked): Promise<void> {
    const raster = await load(slice).catch(() => null)
    if (this.asked.has(id)) this.send({ id, slice, raster })
  }
}

/** Pictures are made for the worker, and given away. */
function buffersOf(question: Question): Transferable[] {
  const raster =
    'slice' in question ? question.raster : 'raster' in question.task ? question.task.raster : null
  return raster ? [raster.values.buffer] : []
}
