import type { ViewportHandle } from '@/viewer/viewport-handle'

/** The viewports of the cells, of which the active one is the current. */
export class Handles {
  private readonly all = new Map<number, ViewportHandle>()
  private active = 0

  get current(): ViewportHandle | null {
    return this.of(this.active)
  }

  of(cell: number): ViewportHandle | null {
    return this.all.get(cell) ?? null
  }

  readonly register = (cell: number, handle: ViewportHandle | null): void => {
    if (handle) this.all.set(cell, handle)
    else this.all.delete(cell)
  }

  /** A drawing that was begun in another cell is dropped: it could not go on there. */
  readonly activate = (cell: number): void => {
    if (cell === this.active) return
    this.current?.cancel()
    this.active = cell
  }
}
