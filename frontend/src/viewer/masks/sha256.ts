/** SHA-256 (FIPS 180-4). The browser's own answers late, and not at all over plain HTTP. */

const primes = function* (): Generator<number> {
  for (let n = 2; ; n += 1) {
    let divisor = 2
    while (divisor * divisor <= n && n % divisor) divisor += 1
    if (divisor * divisor > n) yield n
  }
}

/** The first 32 bits behind the point. */
const fraction = (value: number): number => ((value - Math.floor(value)) * 2 ** 32) | 0

const FIRST_64 = (() => {
  const found = primes()
  return Array.from({ length: 64 }, () => found.next().value as number)
})()
const ROUNDS = Int32Array.from(FIRST_64, (prime) => fraction(Math.cbrt(prime)))
const START = Int32Array.from(FIRST_64.slice(0, 8), (prime) => fraction(Math.sqrt(prime)))

const turned = (x: number, by: number): number => (x >>> by) | (x << (32 - by))

/** The message, a bit that is set, zeros, and how many bits the message has (5.1.1). */
function padded(message: Uint8Array): DataView {
  const bytes = new Uint8Array(((message.length + 8) >> 6) * 64 + 64)
  bytes.set(message)
  bytes[message.length] = 0x80
  const view = new DataView(bytes.buffer)
  view.setUint32(bytes.length - 8, Math.floor(message.length / 2 ** 29))
  view.setUint32(bytes.length - 4, (message.length * 8) >>> 0)
  return view
}

/** The words of a block and what follows from them (6.2.2, step 1). */
function schedule(words: Int32Array, message: DataView, offset: number): void {
  for (let t = 0; t < 16; t += 1) words[t] = message.getInt32(offset + 4 * t)
  for (let t = 16; t < 64; t += 1) {
    const [early, late] = [words[t - 15]!, words[t - 2]!]
    const s0 = turned(early, 7) ^ turned(early, 18) ^ (early >>> 3)
    const s1 = turned(late, 17) ^ turned(late, 19) ^ (late >>> 10)
    words[t] = (words[t - 16]! + s0 + words[t - 7]! + s1) | 0
  }
}

/** 6.2.2, steps 2 to 4. */
function stirred(state: Int32Array, words: Int32Array): void {
  let [a, b, c, d, e, f, g, h] = state as unknown as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ]
  for (let t = 0; t < 64; t += 1) {
    const s1 = turned(e, 6) ^ turned(e, 11) ^ turned(e, 25)
    const one = (h + s1 + ((e & f) ^ (~e & g)) + ROUNDS[t]! + words[t]!) | 0
    const s0 = turned(a, 2) ^ turned(a, 13) ^ turned(a, 22)
    const two = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0
    ;[h, g, f, e, d, c, b, a] = [g, f, e, (d + one) | 0, c, b, a, (one + two) | 0]
  }
  for (const [i, value] of [a, b, c, d, e, f, g, h].entries()) state[i] = (state[i]! + value) | 0
}

export function sha256(message: Uint8Array): string {
  const view = padded(message)
  const state = START.slice()
  const words = new Int32Array(64)
  for (let offset = 0; offset < view.byteLength; offset += 64) {
    schedule(words, view, offset)
    stirred(state, words)
  }
  return Array.from(state, (word) => (word >>> 0).toString(16).padStart(8, '0')).join('')
}
