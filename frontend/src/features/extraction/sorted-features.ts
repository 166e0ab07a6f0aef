import type { FeatureRow, FeatureTable } from '@/api/types'
import { sortRows, type Order, type SortValue } from '@/components/table-order'

/** The rows of a page in the order asked for: by a feature, or by one of the columns that stay. */
export function sortedFeatures(table: FeatureTable, order: Order | null): readonly FeatureRow[] {
  if (!order) return table.items
  const position = table.columns.indexOf(order.column)
  const ofFixed: Record<string, (row: FeatureRow) => SortValue> = {
    patient: (row) => row.patient_label,
    modality: (row) => row.modality,
    region: (row) => row.region_name,
  }
  const value = position >= 0 ? (row: FeatureRow) => row.values[position] : ofFixed[order.column]
  return value ? sortRows(table.items, value, order.descending) : table.items
}
