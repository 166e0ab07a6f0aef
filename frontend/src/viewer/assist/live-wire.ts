/**
 * Every cheapest path from one pixel, after Mortensen and Barrett (see scissors-costs): Dijkstra's algorithm over
 * the 8 neighbours. Looking a path up afterwards only follows it back.
 */
import { BucketQueue } from './bucket-queue'
import { DIRECTION_COSTS, directionIndex, HIGHEST_COST, WAYS, type ScissorsCosts } from './scissors-costs'

const RIGHT = [1, 1, 0, -1, -1, -1, 0, 1]
const DOWN = [0, 1, 1, 1, 0, -1, -1, -1]

const UNREACHED = 255
const FAR = 0x7fffffff

/** For each pixel the way that leads to it on the cheapest path from the seed. */
export interface WireTree {
  readonly columns: number
  readonly rows: number
  readonly seed: number
  readonly ways: Uint8Array
}

export function wireTree(costs: ScissorsCosts, seed: number): WireTree {
  const { columns, rows } = costs
  const offsets = RIGHT.map((right, way) => DOWN[way]! * columns + right)
  const ways = new Uint8Array(columns * rows).fill(UNREACHED)
  const best = new Int32Array(columns * rows).fill(FAR)
  const isSettled = framed(columns, rows)
  const queue = new BucketQueue(columns * rows, HIGHEST_COST + 2)
  best[seed] = 0
  queue.add(seed, 0)
  for (let p = queue.take(); p >= 0; p = queue.take()) {
    isSettled[p] = 1
    for (let way = 0; way < WAYS; way++) {
      const q = p + offsets[way]!
      if (isSettled[q] !== 0) continue
      const [known, cost] = [best[q]!, best[p]! + costOf(costs, p, q, way)]
      if (cost >= known) continue
      if (known !== FAR) queue.remove(q, known)
      best[q] = cost
      ways[q] = way
      queue.add(q, cost)
    }
  }
  return { columns, rows, seed, ways }
}

/** The outermost pixels count as settled, so that no path can run over the border. */
function framed(columns: number, rows: number): Uint8Array {
  const isSettled = new Uint8Array(columns * rows)
  isSettled.fill(1, 0, columns).fill(1, columns * (rows - 1))
  for (let row = 0; row < rows; row++) {
    isSettled[row * columns] = 1
    isSettled[(row + 1) * columns - 1] = 1
  }
  return isSettled
}

/** The way straight to a neighbour is shorter than the one aslant, and pays that much less for being flat. */
function costOf({ crossing, flatness, edges }: ScissorsCosts, p: number, q: number, way: number): number {
  const flat = way % 2 === 0 ? flatness[q]! * Math.SQRT1_2 : flatness[q]!
  return crossing[q]! + DIRECTION_COSTS[directionIndex(edges[p]!, edges[q]!, way)]! + (flat | 0) + 1
}

/** The pixels from the seed to another one, both included; straight over where nothing leads. */
export function pathTo({ columns, seed, ways }: WireTree, target: number): number[] {
  const path = [target]
  for (let at = target; at !== seed; path.push(at)) {
    const way = ways[at]!
    if (way === UNREACHED) return [seed, target]
    at -= DOWN[way]! * columns + RIGHT[way]!
  }
  return path.reverse()
}
