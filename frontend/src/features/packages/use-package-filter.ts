import type { PackageFilter } from '@/api/types'
import { useListSearch } from '@/components/use-list-search'
import { packageSorts, packageStates } from './api'

/** How the address asks for packages whose day is over. */
export const overdue = 'overdue'

/** Which packages the address asks for; words that mean nothing here are left out. */
export function usePackageFilter(): PackageFilter {
  const { state, reader, sort } = useListSearch()
  const knownState = packageStates.find((known) => known === state)
  const knownSort = packageSorts.find((known) => known === sort)
  return {
    ...(knownState && { status: knownState }),
    ...(state === overdue && { overdue: true }),
    ...(reader && { reader }),
    ...(knownSort && { sort: knownSort }),
  }
}
