/** The positions of the columns whose names hold every word of the filter. */
export function matchingColumns(columns: readonly string[], filter: string): number[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean)
  return columns.flatMap((name, index) => {
    const lower = name.toLowerCase()
    return words.every((word) => lower.includes(word)) ? [index] : []
  })
}
