/**
 * Standardised uptake values by body weight, by QIBA's vendor-neutral rules (FDG-PET/CT, SUV computation).
 *
 * A factor from modality values to SUVbw in g/ml, or a refusal that names the attribute in the way. Nothing is assumed:
 * neither a weight, nor a dose, nor a half life. The server does the same, held to the same table of cases.
 */
import { items, number, text, type DicomDataset } from '../dicom-json'

const T = {
  units: '00541001',
  suvType: '00541006',
  corrected: '00280051',
  decay: '00541102',
  weight: '00101030',
  tracer: '00540016',
  dose: '00181074',
  halfLife: '00181075',
  startTime: '00181072',
  seriesTime: '00080031',
  acquisitionTime: '00080032',
  frameReference: '00541300',
  frameDuration: '00181242',
} as const

const PHILIPS = { group: '7053', creator: 'Philips PET Private Group', suv: '00', activity: '09' }
/** The server tells seconds from the administration, so that no date need be told. */
const OURS = { group: '4953', creator: 'ISOCENTER', series: '01', acquisition: '02', geScan: '03' }
const DAY_SECONDS = 86_400
const GRAMS = 1_000

/** What a modality value is multiplied by, and by which rule. */
export interface Suv {
  readonly factor: number
  readonly rule: string
}

/** There is no SUV. `tag` is the attribute that is missing or in the way. */
export class SuvRefused extends Error {
  constructor(
    readonly tag: string,
    readonly reason: string,
  ) {
    super(`${tag}: ${reason}`)
  }
}

/** Throws a SuvRefused where it cannot be known. */
export function suvOf(dataset: DicomDataset): Suv {
  const units = text(dataset, T.units)
  if (units === 'GML') return given(dataset)
  if (units === 'BQML') return byActivity(dataset, 1, '')
  if (units === 'CNTS') return byPhilips(dataset)
  throw new SuvRefused(T.units, units ? `${units} is no unit that SUV can be had from` : 'missing')
}

function given(dataset: DicomDataset): Suv {
  const kind = text(dataset, T.suvType)
  if (kind && kind !== 'BW') {
    throw new SuvRefused(T.suvType, `the values are SUV by ${kind}, not by body weight`)
  }
  return { factor: 1, rule: 'GML' }
}

function byPhilips(dataset: DicomDataset): Suv {
  const factor = privateNumber(dataset, PHILIPS, PHILIPS.suv)
  if (factor) return { factor, rule: 'CNTS, Philips SUV factor' }
  const activity = privateNumber(dataset, PHILIPS, PHILIPS.activity)
  if (!activity) throw new SuvRefused('7053xx00', 'missing')
  return byActivity(dataset, activity, 'CNTS, Philips activity concentration; ')
}

/** Body weight over the activity that was left of the dose when the values held. */
function byActivity(dataset: DicomDataset, scale: number, prefix: string): Suv {
  const corrected = dataset[T.corrected]?.Value ?? []
  const decay = text(dataset, T.decay)
  if (!corrected.includes('ATTN')) throw new SuvRefused(T.corrected, 'not corrected for attenuation')
  if (!['START', 'ADMIN', 'NONE'].includes(decay)) {
    throw new SuvRefused(T.decay, decay ? `${decay} is unknown` : 'missing')
  }
  if (corrected.includes('DECY') === (decay === 'NONE')) {
    throw new SuvRefused(T.corrected, `contradicts the decay correction ${decay}`)
  }
  const weightKg = positive(dataset, T.weight)
  const tracer = tracerOf(dataset)
  const doseBq = positive(tracer, T.dose) * decayed(dataset, tracer, decay)
  return { factor: (scale * weightKg * GRAMS) / doseBq, rule: prefix + decay }
}

/** The part of the dose that was left when the values held. */
function decayed(dataset: DicomDataset, tracer: DicomDataset, decay: string): number {
  if (decay === 'ADMIN') return 1
  const halfLife = positive(tracer, T.halfLife)
  const moment = decay === 'START' ? startOf(dataset, tracer, halfLife) : middleOf(dataset, tracer, halfLife)
  if (moment < 0) throw new SuvRefused(T.startTime, 'after the scan')
  return 2 ** (-moment / halfLife)
}

function tracerOf(dataset: DicomDataset): DicomDataset {
  const tracers = items(dataset, T.tracer)
  if (tracers.length !== 1) throw new SuvRefused(T.tracer, tracers.length ? 'several tracers' : 'missing')
  return tracers[0]!
}

/**
 * Seconds from the administration to the start of the scan, which decay was corrected to: the series' time, unless it
 * is that of a later reconstruction: then the maker's, else reckoned from the frame.
 */
function startOf(dataset: DicomDataset, tracer: DicomDataset, halfLife: number): number {
  const series = since(dataset, tracer, T.seriesTime, OURS.series)
  const acquisition = since(dataset, tracer, T.acquisitionTime, OURS.acquisition)
  if (series <= acquisition) return series
  const scan = privateNumber(dataset, OURS, OURS.geScan)
  if (scan !== null) return scan
  const reference = number(dataset, T.frameReference)
  if (reference === null) {
    throw new SuvRefused(T.frameReference, 'missing, and the series’ time is not that of the scan')
  }
  return acquisition - reference / 1000 + averageCountTime(dataset, halfLife)
}

/** Seconds from the administration to when the values held, where decay was not corrected. */
const middleOf = (dataset: DicomDataset, tracer: DicomDataset, halfLife: number): number =>
  since(dataset, tracer, T.acquisitionTime, OURS.acquisition) + averageCountTime(dataset, halfLife)

/** Seconds into the frame at which the activity was its average over the frame. */
function averageCountTime(dataset: DicomDataset, halfLife: number): number {
  const decays = ((Math.LN2 / halfLife) * positive(dataset, T.frameDuration)) / 1000
  return (Math.log(decays / -Math.expm1(-decays)) * halfLife) / Math.LN2
}

/** Seconds from the administration. By times of day alone, one that is later was on the day before. */
function since(dataset: DicomDataset, tracer: DicomDataset, tag: string, ours: string): number {
  const told = privateNumber(dataset, OURS, ours)
  if (told !== null) return told
  const passed = seconds(dataset, tag) - seconds(tracer, T.startTime)
  return passed >= 0 ? passed : passed + DAY_SECONDS
}

/** A time of day (VR TM) in seconds. */
function seconds(dataset: DicomDataset, tag: string): number {
  const [, h, m = '0', s = '0', part = ''] =
    /^(\d\d)(\d\d)?(\d\d)?(\.\d+)?/.exec(text(dataset, tag).trim()) ?? []
  if (h === undefined) throw new SuvRefused(tag, 'missing')
  return Number(h) * 3600 + Number(m) * 60 + Number(s) + Number(`0${part}`)
}

function positive(dataset: DicomDataset, tag: string): number {
  const value = number(dataset, tag)
  if (value === null || !(value > 0 && value < Infinity)) {
    throw new SuvRefused(tag, value === null ? 'missing' : `${value} cannot be`)
  }
  return value
}

/** The value of a private attribute, by the block that its creator reserved (PS3.5 7.8.1). */
function privateNumber(
  dataset: DicomDataset,
  { group, creator }: { group: string; creator: string },
  element: string,
): number | null {
  for (let block = 0x10; block <= 0xff; block++) {
    const hex = block.toString(16).toUpperCase()
    if (text(dataset, `${group}00${hex}`) === creator) return number(dataset, `${group}${hex}${element}`)
  }
  return null
}
