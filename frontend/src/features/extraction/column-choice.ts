import type { FeatureColumn } from '@/api/types'

/** Which columns are shown: of these image types and classes, with every word of the text in the name. */
export interface ColumnChoice {
  /** None named: all. */
  types: readonly string[]
  classes: readonly string[]
  find: string
}

export interface Part {
  name: string
  count: number
}

export function chosenColumns(columns: readonly FeatureColumn[], choice: ColumnChoice): FeatureColumn[] {
  const words = choice.find.toLowerCase().split(/\s+/).filter(Boolean)
  const isOf = (names: readonly string[], name: string) => names.length === 0 || names.includes(name)
  return columns.filter(({ name, image_type: type, feature_class: kind }) => {
    const lower = name.toLowerCase()
    return (
      isOf(choice.types, type) && isOf(choice.classes, kind) && words.every((word) => lower.includes(word))
    )
  })
}

/** The image types or classes that there are, in the order in which they come, with how many columns each has. */
export function partsOf(columns: readonly FeatureColumn[], key: 'image_type' | 'feature_class'): Part[] {
  const counts = new Map<string, number>()
  for (const column of columns) counts.set(column[key], (counts.get(column[key]) ?? 0) + 1)
  return [...counts].map(([name, count]) => ({ name, count }))
}

/** A list in an address: `glcm,glszm`. */
export const readList = (text: string | undefined): string[] => text?.split(',').filter(Boolean) ?? []

export const writeList = (names: readonly string[]): string | undefined =>
  names.length > 0 ? names.join(',') : undefined
