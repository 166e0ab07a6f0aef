/** What the sets that I lead wait for, of those things that only a lead can give. */
import { mayLead } from '@/api/roles'
import type { ReadingSet } from '@/api/types'

export interface Wait {
  set: ReadingSet
  for: 'images' | 'labels' | 'reader'
  count: number
}

export const ledOf = (sets: ReadingSet[]) => sets.filter((set) => mayLead(set.my_role))

export function waitsOf(led: ReadingSet[]): Wait[] {
  const filled = led.filter((set) => set.sample_count > 0)
  const waits = (which: Wait['for'], sets: ReadingSet[]) =>
    sets.map((set) => ({ set, for: which, count: set.free_package_count }))
  return [
    ...waits(
      'labels',
      filled.filter((set) => set.label_count === 0),
    ),
    ...waits(
      'images',
      led.filter((set) => set.sample_count === 0),
    ),
    ...waits(
      'reader',
      filled.filter((set) => set.free_package_count > 0),
    ),
  ]
}
