import type { Formula, Rater, Results, Value } from './api'
import { formatValue } from '@/lib/format'
import { useText } from './messages'

/** How things of a run are called. */
export function useNames(results: Results) {
  const t = useText()
  const rounds = new Set(results.raters.map((rater) => rater.round))
  const person = (rater: Rater) => {
    if (rater.kind !== 'reader') return t(rater.kind)
    const name = rater.name ?? t('someone')
    return rater.is_repeat ? t('again', { name }) : name
  }
  const rater = (key: string | null) => {
    const found = results.raters.find((one) => one.key === key)
    if (!found) return ''
    const isOfOneRound = rounds.size < 2 || found.kind === 'reference'
    return isOfOneRound ? person(found) : t('inRound', { name: person(found), number: found.round })
  }
  const label = (id: string | null) =>
    id === null ? t('answer') : (results.labels.find((one) => one.id === id)?.name ?? t('unknownLabel'))
  const measure = (name: string) =>
    name.startsWith('attribute:')
      ? t('attribute', { name: name.slice('attribute:'.length) })
      : t(`measured.${name as 'count'}`)
  const what = (of: { label: string | null; measure: string | null }) =>
    of.measure === null ? label(of.label) : `${label(of.label)}, ${measure(of.measure)}`
  const formula = (name: Formula) => t(`formulaNames.${name}`)
  const value = (of: Value) =>
    of.value === null && of.reason ? t(`reason.${of.reason}`) : shownValue(of.value)
  const interval = (of: Value) => {
    if (of.low !== null && of.high !== null) return `${shownValue(of.low)} – ${shownValue(of.high)}`
    return of.value !== null && of.interval_reason ? t(`reason.${of.interval_reason}`) : '–'
  }
  return { rater, label, measure, what, formula, value, interval }
}

/** What is left of rounding around zero is zero to those who read it; the download has all digits. */
export const shownValue = (value: number | null) =>
  formatValue(value !== null && Math.abs(value) < 1e-12 ? 0 : value)

export type Names = ReturnType<typeof useNames>
export const isOfRound = (of: Value) => of.first === null && of.second === null
export const isOfReader = (of: Value) => of.first !== null && of.second === null
export const isOfPair = (of: Value) => of.first !== null && of.second !== null
