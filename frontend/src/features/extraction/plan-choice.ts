import type { PlanItem, RegionSource, RunCreate } from '@/api/types'

export type Scope = { set_id: string } | { study_id: string }

/** What a person chose for a run. */
export interface PlanChoice {
  presetId: string | null
  /** Regions by name that are left out. */
  without: readonly string[]
  origins: readonly RegionSource[]
  /** Which key of the preset a series is meant by. */
  keys: Readonly<Record<string, string>>
  includeOpen: boolean
}

export const startChoice = (presetId: string | null): PlanChoice => ({
  presetId,
  without: [],
  origins: ['imported', 'reading'],
  keys: {},
  includeOpen: false,
})

/** What is asked of the server; nothing while no preset or no region is chosen. */
export function requestOf(scope: Scope, choice: PlanChoice, names: readonly string[]): RunCreate | null {
  const chosen = names.filter((name) => !choice.without.includes(name))
  const hasChosenNone = choice.without.length > 0 && chosen.length === 0
  if (!choice.presetId || hasChosenNone || choice.origins.length === 0) return null
  return {
    preset_id: choice.presetId,
    ...scope,
    ...(choice.without.length > 0 && { region_names: chosen }),
    origins: [...choice.origins],
    include_open_readings: choice.includeOpen,
    modality_map: { ...choice.keys },
  }
}

export type PlanShown = 'all' | 'ready' | 'warned' | 'skipped'

export function itemsShown(items: readonly PlanItem[], shown: PlanShown, code: string | null): PlanItem[] {
  return items.filter((item) => isShown(item, shown) && (!code || codesOf(item).includes(code)))
}

export const codesOf = (item: PlanItem): string[] =>
  [item.reason, ...item.warnings].flatMap((remark) => (remark ? [remark.code] : []))

/** How often each reason and warning is given, the most frequent first. */
export function countCodes(items: readonly PlanItem[]): { code: string; count: number }[] {
  const counts = new Map<string, number>()
  for (const code of items.flatMap(codesOf)) counts.set(code, (counts.get(code) ?? 0) + 1)
  return [...counts].map(([code, count]) => ({ code, count })).toSorted((a, b) => b.count - a.count)
}

export const isWarned = (item: PlanItem) => item.state === 'ready' && item.warnings.length > 0

function isShown(item: PlanItem, shown: PlanShown): boolean {
  if (shown === 'warned') return isWarned(item)
  return shown === 'all' || item.state === shown
}
