/**
 * Few cases in which every two values of different factors meet at least once (a covering array of strength two, after
 * the greedy method of Cohen et al., The AETG System, 1997). The same factors give the same cases.
 */
export function allPairs<Case extends object>(factors: {
  readonly [Name in keyof Case]: readonly Case[Name][]
}): Case[] {
  const names = Object.keys(factors) as (keyof Case)[]
  const open = new Set<string>()
  for (const [i, a] of names.entries())
    for (const b of names.slice(i + 1))
      for (const x of factors[a].keys()) for (const y of factors[b].keys()) open.add(pair(a, x, b, y))
  const cases: Case[] = []
  while (open.size > 0) {
    const chosen = nextCase(names, factors, open)
    for (const key of pairsOf(names, chosen)) open.delete(key)
    cases.push(Object.fromEntries(names.map((name, i) => [name, factors[name][chosen[i]!]])) as Case)
  }
  return cases
}

/** Begins with a pair that is still open, and gives each other factor the value that meets most open pairs. */
function nextCase<Case extends object>(
  names: (keyof Case)[],
  factors: { readonly [Name in keyof Case]: readonly Case[Name][] },
  open: ReadonlySet<string>,
): number[] {
  const chosen: (number | null)[] = names.map(() => null)
  const [a, x, b, y] = JSON.parse([...open][0]!) as [keyof Case, number, keyof Case, number]
  chosen[names.indexOf(a)] = x
  chosen[names.indexOf(b)] = y
  for (const [i, name] of names.entries()) {
    if (chosen[i] !== null) continue
    const gains = [...factors[name].keys()].map(
      (value) => pairsOf(names, chosen.with(i, value)).filter((key) => open.has(key)).length,
    )
    chosen[i] = gains.indexOf(Math.max(...gains))
  }
  return chosen as number[]
}

const pair = (a: PropertyKey, x: number, b: PropertyKey, y: number): string =>
  JSON.stringify([String(a), x, String(b), y])

const pairsOf = (names: PropertyKey[], chosen: readonly (number | null)[]): string[] =>
  names.flatMap((a, i) =>
    names.slice(i + 1).flatMap((b, j) => {
      const [x, y] = [chosen[i], chosen[i + 1 + j]]
      return typeof x === 'number' && typeof y === 'number' ? pair(a, x, b, y) : []
    }),
  )
