/** Windows to choose from: those of the image itself, then those that its modality is read with. */
import { frameGroup, items, number, numbers, Tag, text, type DicomDataset } from '../dicom-json'
import { unitsOf } from '../measuring/pixels'
import { lookupTable, type LookupTable } from './lookup-table'

/** How values become greys between the ends of a window (PS3.3 C.11.2.1.2, C.11.2.1.3). */
export type VoiFunction = 'LINEAR' | 'LINEAR_EXACT' | 'SIGMOID'

export interface Window {
  readonly width: number
  readonly level: number
  readonly shape: VoiFunction
}

const CT_WINDOWS = {
  lung: [1500, -600],
  mediastinum: [350, 50],
  bone: [2000, 500],
  abdomen: [400, 40],
  liver: [150, 90],
  brain: [80, 40],
  subdural: [200, 75],
  stroke: [40, 40],
  angiography: [600, 200],
} as const

export type WellKnown = keyof typeof CT_WINDOWS | 'suv5' | 'suv10' | 'suv20' | 'all'

export interface Preset {
  readonly id: string
  /** What the file calls it, or one that everyone knows; with neither it is numbered. */
  readonly name: string
  readonly known: WellKnown | null
  /** null: from the darkest to the brightest value of the picture. */
  readonly show: Window | LookupTable | null
}

const FRAME_VOI = '00289132'
const WINDOW_CENTER = '00281050'
const WINDOW_WIDTH = '00281051'
const WINDOW_NAME = '00281055'
const VOI_FUNCTION = '00281056'
const VOI_TABLES = '00283010'
const BODY_PART = '00180015'

const FIRST_BY_BODY_PART: readonly [RegExp, readonly (keyof typeof CT_WINDOWS)[]][] = [
  [/HEAD|BRAIN|SKULL/, ['brain', 'subdural', 'stroke', 'bone']],
  [/CHEST|LUNG|THORAX|HEART/, ['lung', 'mediastinum', 'bone']],
  [/ABDOMEN|PELVIS|LIVER/, ['abdomen', 'liver', 'bone']],
  [/SPINE|EXTREMITY|KNEE|HIP|ANKLE|HAND|FOOT|SHOULDER/, ['bone', 'abdomen']],
]

/** As many as there are digits, without the 0, which shows all. */
const MOST = 9

/** The place of what shows all values, on the key 0. */
export const BEYOND_PRESETS = MOST

export const ALL_VALUES: Preset = { id: 'all', name: '', known: 'all', show: null }

export function presetsOf(dataset: DicomDataset | null, frame: number): readonly Preset[] {
  if (!dataset || (number(dataset, Tag.SAMPLES_PER_PIXEL) ?? 1) > 1) return []
  const own = [...windowsOf(dataset, frame), ...tablesOf(dataset, frame)]
  return [...own, ...modalityPresets(dataset, frame)].slice(0, MOST)
}

const transformation = (dataset: DicomDataset, frame: number): DicomDataset =>
  frameGroup(dataset, frame, FRAME_VOI) ?? dataset

function windowsOf(dataset: DicomDataset, frame: number): Preset[] {
  const own = transformation(dataset, frame)
  const widths = numbers(own, WINDOW_WIDTH)
  const names = own[WINDOW_NAME]?.Value ?? []
  const shape = functionOf(own)
  return numbers(own, WINDOW_CENTER).flatMap((level, i): Preset[] => {
    const width = widths[i]
    if (width === undefined || !(width > 0) || !Number.isFinite(level)) return []
    const name = typeof names[i] === 'string' ? names[i] : ''
    return [{ id: `window-${i}`, name, known: null, show: { width, level, shape } }]
  })
}

export function functionOf(dataset: DicomDataset): VoiFunction {
  const told = text(dataset, VOI_FUNCTION)
  return told === 'SIGMOID' || told === 'LINEAR_EXACT' ? told : 'LINEAR'
}

function tablesOf(dataset: DicomDataset, frame: number): Preset[] {
  const own = transformation(dataset, frame)
  const intercept = number(dataset, Tag.RESCALE_INTERCEPT) ?? 0
  const isSigned = number(dataset, Tag.PIXEL_REPRESENTATION) === 1 || intercept < 0
  return items(own, VOI_TABLES).flatMap((item, i): Preset[] => {
    const table = lookupTable(item, isSigned)
    return table ? [{ id: `table-${i}`, name: table.name, known: null, show: table }] : []
  })
}

function modalityPresets(dataset: DicomDataset, frame: number): Preset[] {
  const { unit, suv } = unitsOf(dataset, frame)
  if (unit === 'HU') return ctPresets(text(dataset, BODY_PART).toUpperCase())
  if (!suv) return []
  return ([5, 10, 20] as const).map((top): Preset => {
    const width = top / suv.factor
    return {
      id: `suv${top}`,
      name: '',
      known: `suv${top}`,
      show: { width, level: width / 2, shape: 'LINEAR_EXACT' },
    }
  })
}

function ctPresets(bodyPart: string): Preset[] {
  const first = FIRST_BY_BODY_PART.find(([part]) => part.test(bodyPart))?.[1] ?? []
  const all = Object.keys(CT_WINDOWS) as (keyof typeof CT_WINDOWS)[]
  return [...new Set([...first, ...all])].map((known): Preset => {
    const [width, level] = CT_WINDOWS[known]
    return { id: known, name: '', known, show: { width, level, shape: 'LINEAR' } }
  })
}

export const isTable = (show: Preset['show']): show is LookupTable => show !== null && 'entries' in show
