/** Lookup tables that travel with an image: from stored values to the modality's, or to greys (PS3.3 C.11.1, C.11.2). */
import { numbers, text, type DicomDataset } from '../dicom-json'
import { entriesOf } from '../palette'

const DESCRIPTOR = '00283002'
const DATA = '00283006'
const EXPLANATION = '00283003'
/** An entry count of 0 stands for 2¹⁶. */
const ALL = 65_536

export interface LookupTable {
  /** The value that the first entry is for. */
  readonly first: number
  /** Of each entry. */
  readonly bits: number
  readonly entries: ArrayLike<number>
  readonly name: string
}

export function lookupTable(item: DicomDataset | undefined, isSigned: boolean): LookupTable | null {
  if (!item) return null
  const [declared, first = 0, bits = 16] = numbers(item, DESCRIPTOR)
  if (declared === undefined) return null
  const count = declared || ALL
  const inline = item[DATA]?.InlineBinary
  const entries = inline ? entriesOf(inline, count) : numbers(item, DATA)
  if (!entries.length) return null
  return {
    // Written as unsigned where the file says so, though it counts below zero.
    first: isSigned && first >= ALL / 2 ? first - ALL : first,
    bits,
    entries,
    name: text(item, EXPLANATION),
  }
}

/** Below the first entry the first holds, beyond the last the last. */
export const lookedUp = ({ entries, first }: LookupTable, value: number): number =>
  entries[Math.min(Math.max(Math.round(value) - first, 0), entries.length - 1)]!

/** The greys of a table from 0 for black to 1 for white. */
export const grey = (table: LookupTable, value: number): number =>
  lookedUp(table, value) / (2 ** table.bits - 1)
