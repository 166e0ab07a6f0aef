import type { SampleFilter } from '@/api/types'
import { useListSearch } from '@/components/use-list-search'
import { sampleSorts, sampleStates } from './api'

/** Which samples the address asks for; words that mean nothing here are left out. */
export function useSampleFilter(): SampleFilter {
  const { q, modality, state, reader, package: packageId, sort } = useListSearch()
  const knownState = sampleStates.find((known) => known === state)
  const knownSort = sampleSorts.find((known) => known === sort)
  return {
    ...(q && { search: q }),
    ...(modality && { modality }),
    ...(knownState && { state: knownState }),
    ...(reader && { reader }),
    ...(packageId && { package_id: packageId }),
    ...(knownSort && { sort: knownSort }),
  }
}
