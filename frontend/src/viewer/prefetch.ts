/** Loading what will be wanted next, a few at a time, most wanted first. */
export class Prefetcher {
  private wanted: string[] = []
  private running = 0

  constructor(
    private readonly load: (imageId: string) => Promise<unknown>,
    private readonly isLoaded: (imageId: string) => boolean,
    private readonly parallel = 3,
  ) {}

  /** Replaces what was wanted before; what is under way is finished. */
  want(imageIds: readonly string[]): void {
    this.wanted = imageIds.filter((imageId) => !this.isLoaded(imageId))
    while (this.running < this.parallel && this.wanted.length) void this.next()
  }

  private async next(): Promise<void> {
    const imageId = this.wanted.shift()
    if (imageId === undefined) return
    this.running += 1
    // Whoever shows the picture meets the error again, and tells it.
    await this.load(imageId).catch(() => undefined)
    this.running -= 1
    await this.next()
  }
}

/** The indices of a stack, nearest to the present one first. */
export function nearestFirst(count: number, index: number): number[] {
  return Array.from({ length: count }, (_, i) => i).sort(
    (a, b) => Math.abs(a - index) - Math.abs(b - index) || b - a,
  )
}
