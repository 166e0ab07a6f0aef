/** The keys that choose labels while reading. */

const digits = '1234567890'
/** Digits, and the letters that mean nothing else while reading. */
export const labelKeys = [...digits, 'A', 'J', 'L', 'S', 'Y'] as const

interface Keyed {
  id: string
  shortcut: string | null
  archived_at: string | null
}

/** The key of each label that is still offered: its own, else the next digit that is nobody's own. */
export function keysOf(labels: readonly Keyed[]): Map<string, string> {
  const offered = labels.filter((label) => !label.archived_at)
  const taken = new Set(offered.map(({ shortcut }) => shortcut))
  const free = [...digits].filter((digit) => !taken.has(digit))
  return new Map(offered.map(({ id, shortcut }) => [id, shortcut ?? free.shift() ?? '']))
}
