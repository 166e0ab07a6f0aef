/** What the sets that I lead wait for, of those things that only a lead can give. */
import { useQueries } from '@tanstack/react-query'
import { mayLead } from '@/api/roles'
import type { ReadingSet } from '@/api/types'
import { labelCountQuery } from '@/features/labels'
import { freePackagesQuery } from '@/features/packages'
import { readingsNeeded } from '@/features/sets'
import type { OpenSets } from './use-open-sets'

/** The server is asked about so many sets, the newest that are not read to the end. */
const setsAsked = 5

export type Wait =
  | { set: ReadingSet; for: 'images' | 'labels' }
  | { set: ReadingSet; for: 'reader'; count: number; isAll: boolean }

export function useWaits({ sets }: OpenSets) {
  const led = sets.filter((set) => mayLead(set.my_role))
  const filled = led.filter((set) => set.sample_count > 0)
  const asked = filled.filter((set) => set.done_count < readingsNeeded(set)).slice(0, setsAsked)
  const labels = useQueries({ queries: asked.map((set) => labelCountQuery(set.id)) })
  const packages = useQueries({ queries: asked.map((set) => freePackagesQuery(set)) })

  const images = led.filter((set) => set.sample_count === 0)
  const unlabelled = asked.filter((_, index) => labels[index]?.data === 0)
  const free = asked.flatMap((set, index): Wait[] => {
    const found = packages[index]?.data
    return found && found.count > 0 ? [{ set, for: 'reader', ...found }] : []
  })
  const waits: Wait[] = [
    ...unlabelled.map((set) => ({ set, for: 'labels' as const })),
    ...images.map((set) => ({ set, for: 'images' as const })),
    ...free,
  ]
  const queries = [...labels, ...packages]
  const failed = queries.find((query) => query.error && !query.data)
  return {
    waits,
    hasLed: led.length > 0,
    isLoading: queries.some((query) => query.isPending),
    error: failed?.error ?? null,
    retry: () => queries.forEach((query) => query.error && void query.refetch()),
  }
}
