/** Lesions: objects of one sample that a tracking UID ties together, over slices and images. */
import { axesOf, lengthOf, SQUARE, type PixelSize } from '@/viewer/lines'
import type { Annotation } from './examination'

export interface Lesion {
  readonly trackingUid: string
  /** What it is called: its place in the order of first appearance, from 1. */
  readonly number: number
  readonly objects: readonly Annotation[]
  /** Its long axis counts in the sum of diameters. */
  readonly isTarget: boolean
}

/** A size, in millimetres only where the image says what a pixel stands for. */
export interface Size {
  readonly value: number
  readonly unit: 'mm' | 'px'
}

/** In place of a UID: a lesion that is not there yet. */
export const NEW_LESION = 'new'

/** What a pixel stands for under an object; null where that is not known. */
export type PixelUnder = (annotation: Annotation) => PixelSize | null

export function lesionsOf(annotations: readonly Annotation[]): Lesion[] {
  const uids = [...new Set(annotations.flatMap(({ tracking_uid }) => tracking_uid ?? []))]
  return uids.map((trackingUid, i) => {
    const objects = annotations.filter(({ tracking_uid }) => tracking_uid === trackingUid)
    return { trackingUid, number: i + 1, objects, isTarget: objects.some(({ is_target }) => is_target) }
  })
}

/** The longest of its long axes and lengths; null where it has none. One in pixels is longer than none. */
export function longAxisOf({ objects }: Lesion, pixelUnder: PixelUnder): Size | null {
  const sizes = objects.flatMap((object) => sizeOf(object, pixelUnder(object)) ?? [])
  const known = sizes.filter(({ unit }) => unit === 'mm')
  const told = known.length ? known : sizes
  return told.length ? told.reduce((longest, size) => (size.value > longest.value ? size : longest)) : null
}

function sizeOf({ geometry, length_mm }: Annotation, pixel: PixelSize | null): Size | null {
  if (geometry.kind !== 'length' && geometry.kind !== 'bidirectional') return null
  const inPixels = pixel ?? SQUARE
  const value = geometry.kind === 'length' ? lengthOf(geometry, inPixels) : axesOf(geometry, inPixels)[0]
  if (pixel) return { value, unit: 'mm' }
  // Of an image that is not on the screen the server has said it.
  return length_mm ? { value: length_mm, unit: 'mm' } : { value, unit: 'px' }
}

export interface TargetSum {
  readonly mm: number
  /** Targets that it leaves out, by number: nothing says how long they are in millimetres. */
  readonly without: readonly number[]
}

/** The sum of the long axes of the target lesions (RECIST 1.1); null where no lesion is a target. */
export function targetSum(lesions: readonly Lesion[], pixelUnder: PixelUnder): TargetSum | null {
  const targets = lesions.filter(({ isTarget }) => isTarget)
  if (!targets.length) return null
  const sizes = targets.map((lesion) => ({ lesion, size: longAxisOf(lesion, pixelUnder) }))
  const known = sizes.flatMap(({ size }) => (size?.unit === 'mm' ? size.value : []))
  const without = sizes.flatMap(({ lesion, size }) => (size?.unit === 'mm' ? [] : lesion.number))
  return { mm: known.reduce((sum, value) => sum + value, 0), without }
}

/** The object to go to from another of the same lesion: the next one, round and round. */
export function nextOf({ objects }: Lesion, selectedId: string | null): Annotation | undefined {
  const at = objects.findIndex(({ id }) => id === selectedId)
  return objects[(at + 1) % objects.length]
}

/** A UID made of a UUID (PS3.5 B.2). */
export const uidOf = (uuid: string): string => `2.25.${BigInt(`0x${uuid.replaceAll('-', '')}`)}`
