/** What DICOMweb gave of an instance, as lines to read and search. */
import { Tag, type DicomDataset, type DicomElement } from '../dicom-json'

export interface MetadataLine {
  /** Unlike that of every other line: the tags that lead to it. */
  readonly path: string
  /** How deep in sequences. */
  readonly depth: number
  readonly tag: string
  readonly name: string
  readonly vr: string
  readonly value: string
}

export type TagNames = (tag: string) => string

/** Of the functional groups per frame, that of the frame which is shown. */
export function metadataLines(dataset: DicomDataset, frame: number, nameOf: TagNames): MetadataLine[] {
  return linesOf(dataset, { depth: 0, path: '', frame, nameOf })
}

interface At {
  readonly depth: number
  readonly path: string
  readonly frame: number
  readonly nameOf: TagNames
}

function linesOf(dataset: DicomDataset, at: At): MetadataLine[] {
  return Object.keys(dataset)
    .sort()
    .flatMap((tag) => linesOfElement(tag, dataset[tag] ?? {}, at))
}

function linesOfElement(tag: string, element: DicomElement, at: At): MetadataLine[] {
  const path = `${at.path}/${tag}`
  const { vr = '' } = element
  const line = { path, depth: at.depth, tag, name: at.nameOf(tag), vr, value: valueText(element) }
  if (vr !== 'SQ') return [line]
  const all = (element.Value ?? []) as readonly DicomDataset[]
  const items = tag === Tag.PER_FRAME_GROUPS ? all.slice(at.frame - 1, at.frame) : all
  const inside = items.flatMap((item, i) =>
    linesOf(item, { ...at, depth: at.depth + 1, path: `${path}/${i + 1}` }),
  )
  return [line, ...inside]
}

function valueText({ vr, Value, InlineBinary }: DicomElement): string {
  if (InlineBinary !== undefined) return `${Math.floor((InlineBinary.length * 3) / 4)} B`
  if (!Value) return ''
  if (vr === 'SQ') return `× ${Value.length}`
  return Value.map(partText).join(' \\ ')
}

function partText(part: unknown): string {
  if (typeof part === 'string' || typeof part === 'number') return String(part)
  if (typeof part === 'object' && part !== null) return Object.values(part).map(String).join(' = ')
  return ''
}

/** All words, in any order, in the tag, the name or the value. */
export function searched(lines: readonly MetadataLine[], sought: string): MetadataLine[] {
  const words = sought.toLowerCase().replace(/[(),]/g, '').split(/\s+/).filter(Boolean)
  return lines.filter(({ tag, name, value }) => {
    const text = `${tag} ${name} ${value}`.toLowerCase()
    return words.every((word) => text.includes(word))
  })
}
