/** Dial's queue (Communications of the ACM 12, 1969, 632): for costs that grow by small whole numbers. */
const NONE = -1

export class BucketQueue {
  private readonly heads: Int32Array
  private readonly after: Int32Array
  private readonly before: Int32Array
  private present = 0
  private waiting = 0

  /** For so many items; no cost is ever more than `widest` above the least one in the queue. */
  constructor(items: number, widest: number) {
    this.heads = new Int32Array(widest + 1).fill(NONE)
    this.after = new Int32Array(items)
    this.before = new Int32Array(items)
  }

  add(item: number, cost: number): void {
    const bucket = cost % this.heads.length
    const head = this.heads[bucket]!
    this.after[item] = head
    this.before[item] = NONE
    if (head !== NONE) this.before[head] = item
    this.heads[bucket] = item
    this.waiting += 1
  }

  remove(item: number, cost: number): void {
    const [before, after] = [this.before[item]!, this.after[item]!]
    if (before === NONE) this.heads[cost % this.heads.length] = after
    else this.after[before] = after
    if (after !== NONE) this.before[after] = before
    this.waiting -= 1
  }

  /** An item of the least cost; −1 when there is none. */
  take(): number {
    if (this.waiting === 0) return NONE
    while (this.heads[this.present % this.heads.length] === NONE) this.present += 1
    const item = this.heads[this.present % this.heads.length]!
    this.remove(item, this.present)
    return item
  }
}
