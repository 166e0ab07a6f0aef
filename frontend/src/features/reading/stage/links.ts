/** What the cells share: the one that is acted on leads, or two would chase each other. */
import { follow } from '@/viewer/follow'
import type { View } from '@/viewer/view'
import type { Handles } from './handles'

export const LINKS = ['scroll', 'window', 'zoom'] as const
export type Link = (typeof LINKS)[number]
export type Links = Readonly<Record<Link, boolean>>

export class LinkedCells {
  private readonly views = new Map<number, View>()
  /** Where each cell stood when they were tied together. */
  private anchors = new Map<number, number>()

  constructor(private readonly handles: Pick<Handles, 'of'>) {}

  /** From here on they keep the distance that they have now. */
  tie(): void {
    this.anchors = new Map([...this.views].map(([cell, { index }]) => [cell, index]))
  }

  /** A cell shows something else; `links` is null for one that does not lead. */
  tell(cell: number, view: View, links: Links | null): void {
    const before = this.views.get(cell)
    this.views.set(cell, view)
    if (before?.stack !== view.stack) return this.tie()
    if (!links) return
    if (links.scroll && before.index !== view.index) this.lead(cell, view)
    if (links.window && !isAlike(before.window, view.window)) this.share(cell, view.window)
    if (links.zoom && !isAlike(before.toCanvas, view.toCanvas)) this.place(cell)
  }

  /** There are so many cells now. */
  keep(count: number): void {
    for (const cell of [...this.views.keys()]) if (cell >= count) this.views.delete(cell)
  }

  private lead(cell: number, view: View): void {
    for (const [other, its] of this.others(cell)) {
      const index = follow(view, its, [this.anchors.get(cell) ?? 0, this.anchors.get(other) ?? 0])
      const frame = index === null ? undefined : its.stack.frames[index]
      if (frame) this.handles.of(other)?.goTo(frame)
    }
  }

  private share(cell: number, window: View['window']): void {
    if (!window) return
    for (const [other, its] of this.others(cell))
      if (its.window) this.handles.of(other)?.setWindow(window.width, window.level)
  }

  private place(cell: number): void {
    const placing = this.handles.of(cell)?.placing()
    if (!placing) return
    for (const [other] of this.others(cell)) this.handles.of(other)?.setPlacing(placing)
  }

  private others(cell: number): [number, View][] {
    return [...this.views].filter(([other]) => other !== cell)
  }
}

function isAlike<Values extends object>(a: Values | null, b: Values | null): boolean {
  if (!a || !b) return a === b
  const keys = Object.keys(a) as (keyof Values)[]
  return keys.every((key) => a[key] === b[key])
}
