/** How fast a sequence of pictures is meant to run (PS3.3 C.7.6.5), and the pace at which it is shown. */
import { number, numbers, Tag, type DicomDataset } from './dicom-json'

/** Frames per second; null where the image does not say. */
export function frameRateOf(dataset: DicomDataset): number | null {
  const [, ...steps] = numbers(dataset, Tag.FRAME_TIME_VECTOR)
  const meanMs = steps.length ? steps.reduce((sum, each) => sum + each, 0) / steps.length : null
  const candidates = [
    number(dataset, Tag.RECOMMENDED_DISPLAY_FRAME_RATE),
    number(dataset, Tag.CINE_RATE),
    perSecond(number(dataset, Tag.FRAME_TIME)),
    perSecond(meanMs),
  ]
  return candidates.find((rate) => rate !== null && rate > 0 && Number.isFinite(rate)) ?? null
}

const perSecond = (ms: number | null): number | null => (ms === null ? null : 1000 / ms)

/** Slower and faster go along these. */
export const RATES = [1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 25, 30, 40, 50, 60] as const

/** Where nothing says how fast. */
export const USUAL_RATE = 10

export const withinRates = (rate: number): number => Math.min(Math.max(rate, RATES[0]), RATES.at(-1)!)

/** The next faster rate (1) or slower one (-1). */
export function nextRate(rate: number, by: 1 | -1): number {
  const next = by > 0 ? RATES.find((each) => each > rate) : RATES.findLast((each) => each < rate)
  return next ?? withinRates(rate)
}

/** Longer than this a picture is not waited for. */
const PATIENCE_MS = 2_000

/** Says at each moment whether the next picture is due: when its time has come, and the last one is on the screen. */
export class Pace {
  private due: number | null = null
  private asked: number | null = null

  /** `shown` is the picture on the screen. */
  isDue(now: number, rate: number, shown: number): boolean {
    this.due ??= now + 1000 / rate
    if (now < this.due) return false
    const isComing = this.asked !== null && this.asked !== shown
    return !isComing || now - this.due > PATIENCE_MS
  }

  /** A picture that came late does not make those after it come early. */
  ask(picture: number, now: number, rate: number): void {
    this.asked = picture
    const next = (this.due ?? now) + 1000 / rate
    this.due = next > now ? next : now + 1000 / rate
  }
}
