/** Palette colour tables come as inline binary (PS3.18 F.2.7); the image loader reads lists of numbers. */
import { numbers, Tag, text, type DicomDataset, type DicomElement } from './dicom-json'

const TABLES = [
  { descriptor: '00281101', data: '00281201' },
  { descriptor: '00281102', data: '00281202' },
  { descriptor: '00281103', data: '00281203' },
] as const

export const isPaletteColor = (dataset: DicomDataset): boolean =>
  text(dataset, Tag.PHOTOMETRIC_INTERPRETATION) === 'PALETTE COLOR'

/** 16-bit little endian words, or bytes where the table is as long as it has entries (PS3.3 C.7.6.3.1.6). */
export function entriesOf(inlineBinary: string, count: number): number[] {
  const bytes = Uint8Array.from(atob(inlineBinary), (letter) => letter.charCodeAt(0))
  if (bytes.length <= count + 1) return [...bytes.subarray(0, count)]
  const words = new DataView(bytes.buffer)
  return Array.from({ length: Math.min(count, bytes.length >> 1) }, (_, i) => words.getUint16(2 * i, true))
}

export function withReadablePalette(dataset: DicomDataset): DicomDataset {
  if (!isPaletteColor(dataset)) return dataset
  const readable = TABLES.flatMap(({ descriptor, data }): [string, DicomElement][] => {
    const inlineBinary = dataset[data]?.InlineBinary
    const count = numbers(dataset, descriptor)[0] || 65_536
    return inlineBinary ? [[data, { vr: 'US', Value: entriesOf(inlineBinary, count) }]] : []
  })
  return { ...dataset, ...Object.fromEntries(readable) }
}

/** Without all three tables the decoder fails in a way that nobody hears of. */
export const lacksPalette = (dataset: DicomDataset): boolean =>
  isPaletteColor(dataset) && TABLES.some(({ data }) => numbers(dataset, data).length === 0)
