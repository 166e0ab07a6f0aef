/**
 * The voxels of the masks of a reading. Pure: every function takes what there is and returns what is then.
 *
 * A stroke says what it sets and what it clears, so that it holds whatever it is painted on: what it sends to the
 * server, a difference between two hashes, is made when it is sent.
 */
import type { components } from '@/api/schema'
import { hashOf, packed, sliceOf, unpacked, voxelsOf, type MaskSlice } from '@/viewer/masks/packing'
import { common, countOf, difference, isEmpty, NONE, union, without, type Runs } from '@/viewer/masks/runs'
import type { Place } from '@/viewer/shapes'

type Schemas = components['schemas']

/** What a mask has on one picture. */
export interface MarkedPicture extends Place, MaskSlice {}

/** The pictures on which a mask has something, by their keys. */
export type Voxels = ReadonlyMap<string, MarkedPicture>

/** By the id of the object. */
export type Masks = ReadonlyMap<string, Voxels>

/** What is done to one picture, packed. */
export interface Stroke {
  readonly sop_instance_uid: string | null
  readonly frame: number
  readonly set: string
  readonly cleared: string
}

export interface PaintBody {
  readonly kind: 'paint_mask'
  readonly annotation_id: string
  readonly strokes: readonly Stroke[]
}

/** How the server takes it. */
export type PaintSent = Omit<Schemas['PaintMask'], 'id' | 'step'>

/** What the server takes in one operation, and well below it. */
const MOST_PICTURES = 1_000
const MOST_CHARACTERS = 4_000_000

export const noMasks: Masks = new Map()
const noVoxels: Voxels = new Map()

export const keyOf = ({ sopInstanceUid, frame }: Place): string => `${sopInstanceUid ?? ''} ${frame}`

const placeOf = ({ sop_instance_uid, frame }: Pick<Stroke, 'sop_instance_uid' | 'frame'>): Place => ({
  sopInstanceUid: sop_instance_uid ?? null,
  frame,
})

export const voxelsIn = (masks: Masks, id: string, place: Place): Runs =>
  voxelsOf(masks.get(id)?.get(keyOf(place)))

export const voxelCount = (voxels: Voxels | undefined): number =>
  [...(voxels?.values() ?? [])].reduce((count, picture) => count + picture.voxels, 0)

/** Where a mask has most. */
export const fullestPlace = (voxels: Voxels | undefined): Place | null =>
  [...(voxels?.values() ?? [])].reduce<MarkedPicture | null>(
    (fullest, picture) => (picture.voxels > (fullest?.voxels ?? 0) ? picture : fullest),
    null,
  )

export function masksFrom({ masks }: Schemas['MasksRead']): Masks {
  const found = new Map<string, Map<string, MarkedPicture>>()
  for (const { annotation_id, sop_instance_uid, frame, hash, runs, voxels } of masks) {
    const place = { sopInstanceUid: sop_instance_uid, frame }
    const pictures = found.get(annotation_id) ?? new Map<string, MarkedPicture>()
    found.set(annotation_id, pictures.set(keyOf(place), { ...place, hash, runs, voxels }))
  }
  return found
}

/** What leads from some voxels of a picture to others; null where nothing changes. */
export function strokeBetween(place: Place, before: Runs, after: Runs): Stroke | null {
  const [set, cleared] = [without(after, before), without(before, after)]
  if (isEmpty(set) && isEmpty(cleared)) return null
  const { sopInstanceUid: sop_instance_uid, frame } = place
  return { sop_instance_uid, frame, set: packed(set), cleared: packed(cleared) }
}

/** As many operations as the server wants for so many pictures, and for so much on them. */
export function paintBodies(annotationId: string, strokes: readonly Stroke[]): PaintBody[] {
  const portions: Stroke[][] = []
  let room = 0
  for (const stroke of strokes) {
    const weight = stroke.set.length + stroke.cleared.length
    room -= weight
    if (room < 0 || portions[portions.length - 1]?.length === MOST_PICTURES) {
      portions.push([])
      room = MOST_CHARACTERS - weight
    }
    portions[portions.length - 1]!.push(stroke)
  }
  return portions.map((some) => ({ kind: 'paint_mask', annotation_id: annotationId, strokes: some }))
}

/** The way back of what was painted. */
export const unpainted = (body: PaintBody): PaintBody => ({
  ...body,
  strokes: body.strokes.map((stroke) => ({ ...stroke, set: stroke.cleared, cleared: stroke.set })),
})

/** Whether two masks mark the same on the same pictures. */
export const hasSameVoxels = (a: Voxels = noVoxels, b: Voxels = noVoxels): boolean =>
  a.size === b.size && [...a].every(([key, { hash }]) => b.get(key)?.hash === hash)

/** What paints everything that a mask has: on itself, put again after it was deleted, or on another. */
export function wholePaint(masks: Masks, id: string, onto = id): PaintBody[] {
  const nothing = packed(NONE)
  const strokes = [...(masks.get(id)?.values() ?? [])].map(({ sopInstanceUid, frame, runs }): Stroke => ({
    sop_instance_uid: sopInstanceUid,
    frame,
    set: runs,
    cleared: nothing,
  }))
  return paintBodies(onto, strokes)
}

const brushed = (before: Runs, { set, cleared }: Stroke): Runs =>
  union(without(before, unpacked(cleared)), unpacked(set))

export function painted(masks: Masks, { annotation_id, strokes }: PaintBody): Masks {
  const voxels = new Map(masks.get(annotation_id) ?? noVoxels)
  for (const stroke of strokes) {
    const place = placeOf(stroke)
    const after = sliceOf(brushed(voxelsOf(voxels.get(keyOf(place))), stroke))
    if (after) voxels.set(keyOf(place), { ...place, ...after })
    else voxels.delete(keyOf(place))
  }
  return new Map(masks).set(annotation_id, voxels)
}

/** As the server takes it, made on what it has; null where nothing would change. */
export function asSent(masks: Masks, body: PaintBody): PaintSent | null {
  const voxels = masks.get(body.annotation_id) ?? noVoxels
  const slices = body.strokes.flatMap((stroke): PaintSent['slices'] => {
    const before = voxels.get(keyOf(placeOf(stroke)))
    const runs = voxelsOf(before)
    const after = brushed(runs, stroke)
    const changed = difference(runs, after)
    if (isEmpty(changed)) return []
    const { sop_instance_uid, frame } = stroke
    const base = before?.hash ?? null
    return [{ sop_instance_uid, frame, base, result: hashOf(after), difference: packed(changed) }]
  })
  return slices.length ? { kind: 'paint_mask', annotation_id: body.annotation_id, slices } : null
}

/** What the server wrote down, as a stroke on the voxels that there were. */
export function asPainted(masks: Masks, { annotation_id, slices }: PaintSent): PaintBody {
  const strokes = slices.map((slice): Stroke => {
    const { sop_instance_uid = null, frame = 1 } = slice
    const before = voxelsIn(masks, annotation_id, placeOf({ sop_instance_uid, frame }))
    const changed = unpacked(slice.difference)
    const [set, cleared] = [without(changed, before), common(changed, before)]
    return { sop_instance_uid, frame, set: packed(set), cleared: packed(cleared) }
  })
  return { kind: 'paint_mask', annotation_id, strokes }
}

/** How much a stroke sets and clears. */
export const strokeSize = ({ set, cleared }: Stroke): number =>
  countOf(unpacked(set)) + countOf(unpacked(cleared))
