import { useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback } from 'react'

/** What of a list can be linked to. */
export interface ListSearch {
  page?: number
  /** A column, with a minus before it for descending. */
  sort?: string
  /** What the list is searched for. */
  q?: string
  outcome?: string
  /** A kind of remark. */
  code?: string
  modality?: string
  state?: string
  /** Whose readings are meant. */
  reader?: string
  package?: string
  /** Which of a list that keeps archived things. */
  shown?: string
  /** A region by its name. */
  region?: string
  preset?: string
  /** Of what was computed, which. */
  run?: string
  /** Which columns of a wide table: by image type, by class, by words. */
  types?: string
  classes?: string
  find?: string
}

/** The page, order and filter of a list, kept in the address. */
export function useListSearch() {
  const search: ListSearch = useSearch({ strict: false })
  const navigate = useNavigate()
  const change = useCallback(
    (patch: ListSearch) => {
      const search = (old: ListSearch) => ({ ...old, ...patch })
      void navigate({ to: '.', search: search as never, replace: true })
    },
    [navigate],
  )
  return { ...search, page: search.page ?? 1, change }
}

const words = [
  'sort',
  'q',
  'outcome',
  'code',
  'modality',
  'state',
  'reader',
  'package',
  'shown',
  'region',
  'preset',
  'run',
  'types',
  'classes',
  'find',
] as const

/** Reads what an address says of a list; what makes no sense is left out. */
export function readListSearch(search: Record<string, unknown>): ListSearch {
  const page = Number(search['page'])
  return Object.assign(
    Number.isInteger(page) && page > 1 ? { page } : {},
    ...words.map((word) => text(search, word)),
  ) as ListSearch
}

function text(search: Record<string, unknown>, key: string) {
  const value = search[key]
  return typeof value === 'string' || typeof value === 'number' ? { [key]: String(value) } : {}
}
