import type { Label } from '@/api/types'

const digits = '1234567890'

/** The digit that chooses each label while reading. There are ten, for those that are still offered. */
export function keysOf(labels: readonly Label[]): Map<string, string> {
  const offered = labels.filter((label) => !label.archived_at)
  return new Map(offered.map((label, index) => [label.id, digits[index] ?? '']))
}
