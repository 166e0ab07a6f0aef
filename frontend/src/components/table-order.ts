export type SortValue = string | number | null | undefined

export interface Order {
  column: string
  descending: boolean
}

export function readOrder(sort: string | undefined): Order | null {
  if (!sort) return null
  return sort.startsWith('-')
    ? { column: sort.slice(1), descending: true }
    : { column: sort, descending: false }
}

/** Up, then down, then as the server sent them. */
export function nextOrder(current: Order | null, column: string): string | undefined {
  if (current?.column !== column) return column
  return current.descending ? undefined : `-${column}`
}

/** Sorts a copy. What has no value comes last in both directions. */
export function sortRows<Row>(
  rows: readonly Row[],
  value: (row: Row) => SortValue,
  descending: boolean,
): Row[] {
  return rows.toSorted((left, right) => {
    const [a, b] = [value(left), value(right)]
    const [missingA, missingB] = [isMissing(a), isMissing(b)]
    if (missingA || missingB) return Number(missingA) - Number(missingB)
    const order =
      typeof a === 'number' && typeof b === 'number'
        ? a - b
        : String(a).localeCompare(String(b), undefined, { numeric: true })
    return descending ? -order : order
  })
}

function isMissing(value: SortValue): boolean {
  return value === null || value === undefined || (typeof value === 'number' && Number.isNaN(value))
}
