/** Three numbers: a direction, or a place in millimetres (x to the patient's left, y to the back, z to the head). */
export type Triple = readonly [number, number, number]

export const dot = (a: Triple, b: Triple): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2]

export const cross = (a: Triple, b: Triple): Triple => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
]

export const minus = (a: Triple, b: Triple): Triple => [a[0] - b[0], a[1] - b[1], a[2] - b[2]]

export const scaled = (a: Triple, by: number): Triple => [a[0] * by, a[1] * by, a[2] * by]

/** A place so far along one direction, and so far along another. */
export const along = (from: Triple, u: Triple, x: number, v: Triple = u, y = 0): Triple => [
  from[0] + u[0] * x + v[0] * y,
  from[1] + u[1] * x + v[1] * y,
  from[2] + u[2] * x + v[2] * y,
]

export const length = (a: Triple): number => Math.hypot(...a)
