import type { FeatureTable } from '@/api/types'

/** Where each column of an answer is: the table may hold more than is shown, and for a moment less. */
export function positionsOf({ columns }: FeatureTable): ReadonlyMap<string, number> {
  return new Map(columns.map((name, index) => [name, index]))
}

/** Reasons, each with the features that it is given for; the most frequent first. */
export function byReason(
  reasons: Readonly<Record<string, string>>,
): { reason: string; features: string[] }[] {
  const found = new Map<string, string[]>()
  for (const [feature, reason] of Object.entries(reasons))
    found.set(reason, [...(found.get(reason) ?? []), feature])
  return [...found]
    .map(([reason, features]) => ({ reason, features }))
    .toSorted((a, b) => b.features.length - a.features.length)
}
