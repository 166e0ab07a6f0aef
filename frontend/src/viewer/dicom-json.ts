/** Reading the DICOM JSON model (PS3.18 F.2). */
export interface DicomElement {
  readonly vr?: string
  readonly Value?: readonly unknown[]
  /** Base64. */
  readonly InlineBinary?: string
}

export type DicomDataset = Readonly<Record<string, DicomElement | undefined>>

export const Tag = {
  SOP_INSTANCE_UID: '00080018',
  MODALITY: '00080060',
  SERIES_DESCRIPTION: '0008103E',
  AVAILABLE_TRANSFER_SYNTAX_UID: '00083002',
  SOURCE_TO_DETECTOR: '00181110',
  SOURCE_TO_PATIENT: '00181111',
  MAGNIFICATION: '00181114',
  RECOMMENDED_DISPLAY_FRAME_RATE: '00082144',
  CINE_RATE: '00180040',
  FRAME_TIME: '00181063',
  FRAME_TIME_VECTOR: '00181065',
  IMAGER_PIXEL_SPACING: '00181164',
  REGION_FLAGS: '00186016',
  REGION_UNITS_X: '00186024',
  REGION_UNITS_Y: '00186026',
  REGION_DELTA_X: '0018602C',
  REGION_DELTA_Y: '0018602E',
  ULTRASOUND_REGIONS: '00186011',
  INSTANCE_NUMBER: '00200013',
  FRAME_OF_REFERENCE_UID: '00200052',
  IMAGE_POSITION: '00200032',
  IMAGE_ORIENTATION: '00200037',
  SAMPLES_PER_PIXEL: '00280002',
  PHOTOMETRIC_INTERPRETATION: '00280004',
  PLANAR_CONFIGURATION: '00280006',
  NUMBER_OF_FRAMES: '00280008',
  ROWS: '00280010',
  COLUMNS: '00280011',
  PIXEL_SPACING: '00280030',
  PIXEL_ASPECT_RATIO: '00280034',
  CALIBRATION_TYPE: '00280A02',
  BITS_ALLOCATED: '00280100',
  BITS_STORED: '00280101',
  HIGH_BIT: '00280102',
  PIXEL_REPRESENTATION: '00280103',
  RESCALE_SLOPE: '00281053',
  RESCALE_INTERCEPT: '00281052',
  RESCALE_TYPE: '00281054',
  LOSSY: '00282110',
  LOSSY_RATIO: '00282112',
  PIXEL_MEASURES: '00289110',
  PIXEL_TRANSFORMATION: '00289145',
  UNITS: '00541001',
  PLANE_POSITION: '00209113',
  PLANE_ORIENTATION: '00209116',
  SHARED_GROUPS: '52009229',
  PER_FRAME_GROUPS: '52009230',
} as const

const values = (dataset: DicomDataset, tag: string): readonly unknown[] => dataset[tag]?.Value ?? []

export function text(dataset: DicomDataset, tag: string): string {
  const value = values(dataset, tag)[0]
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}

export function numbers(dataset: DicomDataset, tag: string): number[] {
  return values(dataset, tag).map(Number)
}

export function number(dataset: DicomDataset, tag: string): number | null {
  const value = numbers(dataset, tag)[0]
  return value === undefined || Number.isNaN(value) ? null : value
}

export function items(dataset: DicomDataset, tag: string): readonly DicomDataset[] {
  return values(dataset, tag).filter(
    (item): item is DicomDataset => typeof item === 'object' && item !== null,
  )
}

/** The item of a functional group that holds for a frame: its own, else the shared one (PS3.3 C.7.6.16.1). */
export function frameGroup(dataset: DicomDataset, frame: number, tag: string): DicomDataset | null {
  const own = items(dataset, Tag.PER_FRAME_GROUPS)[frame - 1]
  const shared = items(dataset, Tag.SHARED_GROUPS)[0]
  return (own && items(own, tag)[0]) ?? (shared && items(shared, tag)[0]) ?? null
}
