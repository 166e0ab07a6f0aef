import { useMemo } from 'react'
import { useListSearch } from '@/components/use-list-search'
import { readList, writeList, type ColumnChoice } from './column-choice'

/** Which columns are shown, kept in the address. */
export function useColumnChoice() {
  const { types, classes, find, change } = useListSearch()
  const choice = useMemo(
    () => ({ types: readList(types), classes: readList(classes), find: find ?? '' }),
    [types, classes, find],
  )
  const choose = ({ types, classes, find }: Partial<ColumnChoice>) =>
    change({
      ...(types && { types: writeList(types) }),
      ...(classes && { classes: writeList(classes) }),
      ...(find !== undefined && { find: find || undefined }),
    })
  return { choice, choose }
}
