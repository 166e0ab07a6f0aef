/**
 * Which pixels of a picture are set, as runs: `begin, end, begin, end …`, rising, the end not included. Pixels are
 * counted row by row. Sets of millions of pixels take a few thousand numbers, and are joined without unpacking.
 */
export type Runs = Uint32Array

export const NONE: Runs = new Uint32Array(0)

export const isEmpty = (runs: Runs): boolean => runs.length === 0

/** Numbers in a row that grow as they come; half a million of them cost less than an array does. */
class Rising {
  private numbers = new Uint32Array(256)
  private count = 0

  push(value: number): void {
    if (this.count === this.numbers.length) {
      const larger = new Uint32Array(2 * this.count)
      larger.set(this.numbers)
      this.numbers = larger
    }
    this.numbers[this.count++] = value
  }

  /** Two changes at one place are none. */
  toggle(at: number): void {
    if (this.count > 0 && this.numbers[this.count - 1] === at) this.count -= 1
    else this.push(at)
  }

  /** What begins and does not end encloses nothing. */
  runs(): Runs {
    return this.numbers.slice(0, this.count - (this.count % 2))
  }
}

/** Runs from stretches that rise; those that touch become one. */
export function runsOf(stretches: Iterable<readonly [begin: number, end: number]>): Runs {
  const rising = new Rising()
  for (const [begin, end] of stretches) {
    if (end <= begin) continue
    rising.toggle(begin)
    rising.push(end)
  }
  return rising.runs()
}

/** The pixels that are set by what they are in the one and the other; where both are clear nothing is set. */
function joined(a: Runs, b: Runs, isSet: (inA: boolean, inB: boolean) => boolean): Runs {
  const rising = new Rising()
  let [i, j, was] = [0, 0, false]
  while (i < a.length || j < b.length) {
    const at = Math.min(a[i] ?? Infinity, b[j] ?? Infinity)
    if (a[i] === at) i += 1
    if (b[j] === at) j += 1
    const is = isSet(i % 2 === 1, j % 2 === 1)
    if (is !== was) rising.push(at)
    was = is
  }
  return rising.runs()
}

export const union = (a: Runs, b: Runs): Runs => joined(a, b, (inA, inB) => inA || inB)
export const common = (a: Runs, b: Runs): Runs => joined(a, b, (inA, inB) => inA && inB)
export const without = (a: Runs, b: Runs): Runs => joined(a, b, (inA, inB) => inA && !inB)
/** In one of them and not in both. */
export const difference = (a: Runs, b: Runs): Runs => joined(a, b, (inA, inB) => inA !== inB)

export const isSame = (a: Runs, b: Runs): boolean =>
  a.length === b.length && a.every((value, i) => value === b[i])

export function countOf(runs: Runs): number {
  let count = 0
  for (let i = 0; i < runs.length; i += 2) count += runs[i + 1]! - runs[i]!
  return count
}

export function has(runs: Runs, pixel: number): boolean {
  let [low, high] = [0, runs.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (runs[middle]! <= pixel) low = middle + 1
    else high = middle
  }
  return low % 2 === 1
}

/** What a picture of so many pixels has beside these. */
export const complement = (runs: Runs, pixels: number): Runs => difference(runs, Uint32Array.of(0, pixels))

/**
 * The lengths of the runs one after the other, beginning with what is clear (perhaps nothing), each as LEB128; what
 * is clear at the end is left out.
 */
export function encoded(runs: Runs): Uint8Array {
  const bytes = new Uint8Array(5 * runs.length)
  let [count, before] = [0, 0]
  for (const at of runs) {
    let rest = at - before
    before = at
    while (rest > 0x7f) {
      bytes[count++] = (rest & 0x7f) | 0x80
      rest >>>= 7
    }
    bytes[count++] = rest
  }
  return bytes.slice(0, count)
}

export function decoded(bytes: Uint8Array): Runs {
  const rising = new Rising()
  let [at, length, factor, isFirst] = [0, 0, 1, true]
  for (const byte of bytes) {
    length += (byte & 0x7f) * factor
    factor *= 128
    if (byte & 0x80) continue
    at += length
    if (at > 0xffffffff) throw new Error('The runs go beyond any picture.')
    if (isFirst) rising.push(at)
    else rising.toggle(at)
    ;[length, factor, isFirst] = [0, 1, false]
  }
  if (factor !== 1) throw new Error('The runs end in the middle of a number.')
  return rising.runs()
}
