/** DICOM frames beyond the graphics: the server sends a pixel for each block of them. */
import type { ImageSize } from './coordinates'
import { number, Tag, text, type DicomDataset } from './dicom-json'

const EXPLICIT_LITTLE_ENDIAN = '1.2.840.10008.1.2.1'

/** How many pixels each way become one, so that neither side is beyond a limit. */
export const reductionFor = ({ columns, rows }: ImageSize, limit: number): number =>
  Math.max(1, Math.ceil(Math.max(columns, rows) / limit))

/** The description of what is sent then: native, colour as RGB by pixel, single bits as bytes. */
export function asReduced(dataset: DicomDataset, reduction: number): DicomDataset {
  if (reduction === 1) return dataset
  const blocks = (tag: string) => ({ vr: 'US', Value: [Math.ceil((number(dataset, tag) ?? 0) / reduction)] })
  const isColour = text(dataset, Tag.PHOTOMETRIC_INTERPRETATION).startsWith('YBR')
  const isOfSamples = (number(dataset, Tag.SAMPLES_PER_PIXEL) ?? 1) > 1
  const isOfBits = number(dataset, Tag.BITS_ALLOCATED) === 1
  return {
    ...dataset,
    [Tag.ROWS]: blocks(Tag.ROWS),
    [Tag.COLUMNS]: blocks(Tag.COLUMNS),
    [Tag.AVAILABLE_TRANSFER_SYNTAX_UID]: { vr: 'UI', Value: [EXPLICIT_LITTLE_ENDIAN] },
    ...(isColour && { [Tag.PHOTOMETRIC_INTERPRETATION]: { vr: 'CS', Value: ['RGB'] } }),
    ...(isOfSamples && { [Tag.PLANAR_CONFIGURATION]: { vr: 'US', Value: [0] } }),
    ...(isOfBits && {
      [Tag.BITS_ALLOCATED]: { vr: 'US', Value: [8] },
      [Tag.BITS_STORED]: { vr: 'US', Value: [8] },
      [Tag.HIGH_BIT]: { vr: 'US', Value: [7] },
    }),
  }
}
