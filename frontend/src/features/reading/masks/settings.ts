/** What the mask bar sets. It belongs to the reader's hand, not to the reading. */
import { useCallback, useState } from 'react'
import type { ValueRange } from '@/viewer/masks/values'

export const SMALLEST_BRUSH = 1
export const LARGEST_BRUSH = 400

export interface MaskSettings {
  /** Of the brush, in image pixels. */
  readonly diameter: number
  /** Only values within it are painted, where it is on. */
  readonly range: ValueRange
  readonly hasRange: boolean
  /** How far a region grows from the value that it began with. */
  readonly tolerance: number
  /** Islands with fewer voxels are removed. */
  readonly fewest: number
  /** Of the inside of masks, in per cent. */
  readonly opacity: number
  /** What is done at once goes over all pictures. */
  readonly isOnAll: boolean
}

const USUAL: MaskSettings = {
  diameter: 15,
  range: { low: 0, high: 100 },
  hasRange: false,
  tolerance: 20,
  fewest: 50,
  opacity: 35,
  isOnAll: false,
}

/** A step that suits the size: single pixels first, then about a tenth. */
export function nextDiameter(diameter: number, by: number): number {
  const step = Math.max(1, Math.round(diameter / 10))
  return Math.min(LARGEST_BRUSH, Math.max(SMALLEST_BRUSH, diameter + by * step))
}

export function useMaskSettings() {
  const [settings, setSettings] = useState(USUAL)
  const change = useCallback(
    (part: Partial<MaskSettings>) => setSettings((before) => ({ ...before, ...part })),
    [],
  )
  return [settings, change] as const
}
