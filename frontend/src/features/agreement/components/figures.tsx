import type { Value } from '../api'
import type { Names } from '../names'

interface FigureProps {
  of: Value
  names: Names
}

/** A value in few digits; all of them where the pointer rests. */
export function Figure({ of, names }: FigureProps) {
  return <span title={exact(of.value)}>{names.value(of)}</span>
}

export function Interval({ of, names }: FigureProps) {
  const all = of.low !== null && of.high !== null ? `${String(of.low)} – ${String(of.high)}` : undefined
  return <span title={all}>{names.interval(of)}</span>
}

const exact = (value: number | null) => (value === null ? undefined : String(value))
