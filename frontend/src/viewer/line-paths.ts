/** Lines as SVG paths on the canvas: what is drawn of them beside the line itself says what they are. */
import type { Line } from './lines'

export interface Spot {
  readonly x: number
  readonly y: number
}

const TICK = 5
const HEAD = 11
const ARC = 18

/** `points` are those of the line, on the canvas. */
export function linePath(kind: Line['kind'], points: readonly Spot[]): string {
  const [a, b, c, d] = points as [Spot, Spot, Spot, Spot]
  switch (kind) {
    case 'length':
      return ruler(a, b)
    case 'bidirectional':
      return d ? ruler(a, b) + ruler(c, d) : ruler(a, b)
    case 'arrow':
      return arrow(a, b)
    case 'angle':
      return c ? `M${a.x},${a.y}L${b.x},${b.y}L${c.x},${c.y}${arc(a, b, c)}` : `M${a.x},${a.y}L${b.x},${b.y}`
  }
}

function direction(from: Spot, to: Spot) {
  const length = Math.hypot(to.x - from.x, to.y - from.y) || 1
  return { x: (to.x - from.x) / length, y: (to.y - from.y) / length, length }
}

/** A line with a tick across each end. */
function ruler(from: Spot, to: Spot): string {
  const along = direction(from, to)
  const [x, y] = [-along.y * TICK, along.x * TICK]
  const tick = (at: Spot) => `M${at.x - x},${at.y - y}L${at.x + x},${at.y + y}`
  return `M${from.x},${from.y}L${to.x},${to.y}${tick(from)}${tick(to)}`
}

/** With an open head at its end. */
function arrow(from: Spot, to: Spot): string {
  const { x, y } = direction(from, to)
  const side = (turn: 1 | -1) => `${to.x - HEAD * (x - (turn * y) / 2)},${to.y - HEAD * (y + (turn * x) / 2)}`
  return `M${from.x},${from.y}L${to.x},${to.y}M${side(1)}L${to.x},${to.y}L${side(-1)}`
}

/** A part of a circle between both lines, no farther out than they reach. */
function arc(start: Spot, vertex: Spot, end: Spot): string {
  const [one, other] = [direction(vertex, start), direction(vertex, end)]
  const radius = Math.min(ARC, one.length / 2, other.length / 2)
  const at = (to: Spot) => `${vertex.x + to.x * radius},${vertex.y + to.y * radius}`
  const isClockwise = one.x * other.y - one.y * other.x > 0
  return `M${at(one)}A${radius},${radius} 0 0 ${isClockwise ? 1 : 0} ${at(other)}`
}
