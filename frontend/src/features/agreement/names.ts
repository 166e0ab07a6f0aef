import { formatValue } from '@/lib/format'
import type { Formula, Rater, Results, Value } from './api'
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

/** Three digits say all that an interval leaves to be said; the tooltip and the download have them all. */
export const shownValue = (value: number | null) => {
  if (value === null) return formatValue(value)
  // What is left of rounding around zero is zero to those who read it.
  return formatValue(Math.abs(value) < 1e-12 ? 0 : Number(value.toPrecision(3)))
}

/** What is measured, by the measures that can be chosen. */
export const families = {
  categories: [
    'percent',
    'cohen_kappa',
    'cohen_kappa_linear',
    'cohen_kappa_quadratic',
    'fleiss_kappa',
    'gwet_ac1',
    'krippendorff_alpha_nominal',
    'krippendorff_alpha_ordinal',
  ],
  detections: ['f1', 'sensitivity', 'false_positives_per_case'],
  regions: ['dice', 'iou', 'hd95', 'surface_dice'],
  numbers: [
    'krippendorff_alpha_interval',
    'icc_2_1',
    'icc_3_1',
    'bland_altman_bias',
    'bland_altman_lower_limit',
    'bland_altman_upper_limit',
  ],
} as const satisfies Record<string, readonly Formula[]>

export const familyNames = ['categories', 'detections', 'regions', 'numbers'] as const

export type Names = ReturnType<typeof useNames>
export const isOfRound = (of: Value) => of.first === null && of.second === null
export const isOfReader = (of: Value) => of.first !== null && of.second === null
export const isOfPair = (of: Value) => of.first !== null && of.second !== null
