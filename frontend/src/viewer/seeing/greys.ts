/** How bright a value is shown: what the graphics do, for the few pixels that we paint ourselves. */
import { grey, type LookupTable } from './lookup-table'
import type { VoiFunction } from './presets'

export interface Greys {
  readonly lower: number
  readonly upper: number
  readonly shape: VoiFunction
  readonly table: LookupTable | null
  /** Shown the other way round: by the reader, or because the image is MONOCHROME1. */
  readonly isReversed: boolean
}

/** From 0 for black to 255 for white. */
export function brightness({ lower, upper, shape, table, isReversed }: Greys, value: number): number {
  const part = table ? grey(table, value) : between(lower, upper, shape, value)
  const shown = Math.min(1, Math.max(0, part))
  return Math.round((isReversed ? 1 - shown : shown) * 255)
}

function between(lower: number, upper: number, shape: VoiFunction, value: number): number {
  const width = Math.max(upper - lower, 1e-12)
  if (shape !== 'SIGMOID') return (value - lower) / width
  return 1 / (1 + Math.exp((-4 * (value - (lower + upper) / 2)) / width))
}

/** Width and level, as the function of the window counts them (PS3.3 C.11.2.1.2.1). */
export function windowOf({ lower, upper, shape }: Pick<Greys, 'lower' | 'upper' | 'shape'>) {
  const isExact = shape === 'LINEAR_EXACT'
  const extra = isExact ? 0 : 1
  return { width: upper - lower + extra, level: (lower + upper + extra) / 2 }
}
