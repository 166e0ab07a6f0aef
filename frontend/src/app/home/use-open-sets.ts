import { useQuery } from '@tanstack/react-query'
import { mayRead } from '@/api/roles'
import { mySetsQuery } from '@/features/sets'

/** Home looks at so many sets, the newest; the others are a click away. */
const setsLooked = 100

/** The open sets of my groups, newest first. */
export function useOpenSets() {
  const { data, error, isPending, refetch } = useQuery(mySetsQuery({ shown: 'open', size: setsLooked }))
  return {
    sets: data?.items ?? [],
    isLoading: isPending,
    error: data ? null : error,
    retry: () => void refetch(),
  }
}

/** The newest set in which I may take a package that nobody reads yet. */
export const setToRead = ({ sets }: OpenSets) =>
  sets.find((set) => mayRead(set.my_role) && set.free_package_count > 0)

export type OpenSets = ReturnType<typeof useOpenSets>
