/** What the worker of assistance is asked, what it answers, and its work. No worker is needed to test it. */
import type { ImagePoint } from '../coordinates'
import { wireTree, type WireTree } from './live-wire'
import { objectIn } from './object-in'
import { propagate, type Propagated } from './propagation'
import type { Mask, Raster } from './raster'
import { grow, type Growth, type GrowthLimits, type Voxel } from './region-growing'
import { scissorsCosts, snapped, type ScissorsCosts } from './scissors-costs'

export type Task =
  /** Every path from the steepest pixel near one. The picture is sent once for its key. */
  | { readonly kind: 'paths'; readonly key: string; readonly raster: Raster | null; readonly seed: number }
  | { readonly kind: 'object'; readonly raster: Raster; readonly region: Mask }
  | {
      readonly kind: 'grow'
      readonly columns: number
      readonly rows: number
      readonly slices: number
      readonly seed: Voxel
      readonly limits: GrowthLimits
    }
  | {
      readonly kind: 'carry'
      readonly slices: number
      readonly from: number
      readonly contour: readonly ImagePoint[]
      readonly most: number
    }

export interface Answers {
  paths: WireTree
  object: Mask
  grow: Growth
  carry: Propagated
}

/** To the worker: a task, or a slice that it asked for (null where that could not be had). */
export type Question =
  | { readonly id: number; readonly task: Task }
  | { readonly id: number; readonly slice: number; readonly raster: Raster | null }

export type Reply =
  | { readonly id: number; readonly type: 'need'; readonly slice: number }
  | { readonly id: number; readonly type: 'progress'; readonly slice: number }
  | { readonly id: number; readonly type: 'done'; readonly answer: Answers[Task['kind']] }
  | { readonly id: number; readonly type: 'failed'; readonly reason: string }

type Waiting = (raster: Raster | null) => void

export class Work {
  private costs: { key: string; costs: ScissorsCosts } | null = null
  private readonly waiting = new Map<string, Waiting>()

  constructor(private readonly reply: (reply: Reply) => void) {}

  async take(question: Question): Promise<void> {
    const { id } = question
    if ('slice' in question) {
      const waiting = this.waiting.get(keyOf(id, question.slice))
      this.waiting.delete(keyOf(id, question.slice))
      return waiting?.(question.raster)
    }
    try {
      this.reply({ id, type: 'done', answer: await this.answer(id, question.task) })
    } catch (error) {
      this.reply({ id, type: 'failed', reason: error instanceof Error ? error.message : String(error) })
    }
  }

  private answer(id: number, task: Task): Answers[Task['kind']] | Promise<Answers[Task['kind']]> {
    const load = (slice: number) => this.load(id, slice)
    const tell = (slice: number) => this.reply({ id, type: 'progress', slice })
    switch (task.kind) {
      case 'paths':
        return this.paths(this.costsOf(task.key, task.raster), task.seed)
      case 'object':
        return objectIn(task.raster, task.region)
      case 'grow':
        return grow({ ...task, load }, task.seed, task.limits, (_, slice) => tell(slice))
      case 'carry':
        return propagate({ count: task.slices, load }, task.from, task.contour, task.most, tell)
    }
  }

  private paths(costs: ScissorsCosts, seed: number): WireTree {
    return wireTree(costs, snapped(costs, seed))
  }

  private costsOf(key: string, raster: Raster | null): ScissorsCosts {
    if (raster) this.costs = { key, costs: scissorsCosts(raster) }
    if (this.costs?.key !== key) throw new Error('The picture was not sent.')
    return this.costs.costs
  }

  private async load(id: number, slice: number): Promise<Raster> {
    const raster = await new Promise<Raster | null>((resolve) => {
      this.waiting.set(keyOf(id, slice), resolve)
      this.reply({ id, type: 'need', slice })
    })
    if (!raster) throw new Error(`Picture ${slice + 1} could not be loaded.`)
    return raster
  }
}

const keyOf = (id: number, slice: number): string => `${id}:${slice}`
