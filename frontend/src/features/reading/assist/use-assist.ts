/** Assistance in the room: what was asked for, how far it is, and the proposal that came of it. */
import { useEffect, useMemo, useState } from 'react'
import { Assistant, Cancelled } from '@/viewer/assist/assistant'
import { carryMask, carryOn, findObject, growFrom, type Desk, type Found } from '@/viewer/assist/proposals'
import { isAssistTool, type AssistTool } from '@/viewer/assist/tools'
import type { Edit } from '@/viewer/drawing'
import { isClosed, outline } from '@/viewer/geometry'
import type { Tool } from '@/viewer/image-viewport'
import { isEmpty, NONE } from '@/viewer/masks/runs'
import type { Overlay } from '@/viewer/region-layer'
import { isOn, type Place } from '@/viewer/shapes'
import type { StackFrame } from '@/viewer/sources'
import type { View } from '@/viewer/view'
import { acceptance, assistedObjects, maskAcceptance, type Bearer } from '../model/assisted'
import type { AnnotationKind, SampleImage } from '../model/examination'
import { newId } from '../model/new-id'
import { voxelsIn } from '../model/masks'
import type { ExaminationSession } from '../model/session'
import { isShown } from '../model/sources'
import type { Note } from '../use-note'
import type { Reading } from '../use-reading'

export type Kind = AssistTool | 'carry'

export interface Proposal extends Found {
  readonly bearer: Bearer
  readonly color: string
}

export type Job =
  | { readonly state: 'idle' }
  | { readonly state: 'working'; readonly imageId: string; readonly pictures: number }
  | { readonly state: 'proposal'; readonly imageId: string; readonly proposal: Proposal }

export interface Assist {
  readonly job: Job
  /** How much the values of a region that grows may differ from the clicked one; null leaves it to the picture. */
  readonly tolerance: number | null
  setTolerance(this: void, tolerance: number | null): void
  /** Whether the selected object can be carried on to the pictures beside. */
  readonly canCarry: boolean
  carry(this: void): void
  /** What was drawn with a tool of assistance; false where it was not meant for it. */
  take(this: void, edit: Edit, place: Place, image: SampleImage): boolean
  /** Makes objects of the proposal; in hand, they can be changed at once. */
  accept(this: void, inHand: boolean): void
  /** Stops the work or drops the proposal; false when there was neither. */
  drop(this: void): boolean
  overlaysOn(this: void, imageId: string): Overlay[]
}

interface Bench {
  readonly view: View | null
  readonly image: SampleImage | undefined
  readonly tool: Tool
  readonly allowed: readonly AnnotationKind[]
  setTool(this: void, tool: Tool): void
  readonly reading: Reading
  readonly session: ExaminationSession | null
  tell(this: void, note: Note): void
}

/** What is carried on has a colour of its own, so that it is told from what it came of. */
const WHITE = '#ffffff'

const IDLE: Job = { state: 'idle' }

/** The viewer is heavy, and here by then. */
const load = async (frame: StackFrame) => (await import('@/viewer/assist/pictures')).rasterOf(frame)

export function useAssist(bench: Bench): Assist {
  const { view, image, tool, reading, tell } = bench
  const [assistant] = useState(() => new Assistant())
  const [present, setJob] = useState<Job>(IDLE)
  const [tolerance, setTolerance] = useState<number | null>(null)
  useEffect(() => () => assistant.cancel(), [assistant, image?.id])
  const job = present.state !== 'idle' && present.imageId === image?.id ? present : IDLE

  const run = (bearer: Bearer, color: string, make: (desk: Desk, view: View) => Promise<Found>) => {
    if (!view) return
    assistant.cancel()
    const { imageId } = bearer
    let pictures = 0
    const onProgress = () => setJob({ state: 'working', imageId, pictures: (pictures += 1) })
    setJob({ state: 'working', imageId, pictures })
    make({ assistant, load, onProgress }, view).then(
      (found) => {
        if (found.outlines.length === 0) tell('nothingProposed')
        setJob(found.outlines.length ? proposed({ ...found, bearer, color }) : IDLE)
      },
      (error: unknown) => {
        if (error instanceof Cancelled) return
        setJob(IDLE)
        tell('assistFailed')
      },
    )
  }

  const carried = carriedObject(bench)
  return {
    job,
    tolerance,
    setTolerance,
    canCarry: carried !== null,
    carry: () => {
      if (!carried || !image) return tell('nothingToCarry')
      const { id, label_id: labelId, tracking_uid: trackingUid } = carried.object
      const bearer = { imageId: image.id, labelId, trackingUid }
      if (carried.kind === 'mask')
        return run({ ...bearer, maskId: id }, WHITE, (desk, on) => carryMask(desk, on, carried.runs))
      run({ ...bearer, maskId: null }, WHITE, (desk, on) => carryOn(desk, on, outline(carried.geometry)))
    },
    take: (edit, place, on) => {
      if (!isAssistTool(tool) || edit.type !== 'add') return false
      if (!reading.label) return (tell('drawNeedsLabel'), true)
      const bearer = { imageId: on.id, labelId: reading.label.id, trackingUid: null, maskId: null }
      const { color } = reading.label
      const { geometry } = edit
      if (geometry.kind === 'polygon') {
        const outlines = [{ place, points: geometry.points }]
        setJob(proposed({ outlines, remark: null, bearer, color }))
      } else if (geometry.kind === 'freehand')
        run(bearer, color, (desk, seen) => findObject(desk, seen, geometry.points))
      else if (geometry.kind === 'point')
        run(bearer, color, (desk, seen) => growFrom(desk, seen, geometry, tolerance))
      return true
    },
    accept: (inHand) => {
      if (job.state === 'proposal' && accept(job.proposal, bench, inHand)) setJob(IDLE)
    },
    drop: () => {
      assistant.cancel()
      setJob(IDLE)
      return job.state !== 'idle'
    },
    overlaysOn: useOverlays(job),
  }
}

const proposed = (proposal: Proposal): Job => ({
  state: 'proposal',
  imageId: proposal.bearer.imageId,
  proposal,
})

/** The selected object, if it is a closed shape or a mask on this picture and there are pictures beside. */
function carriedObject({ view, image, session, reading: { selected } }: Bench) {
  if (!view || !selected || selected.image_id !== image?.id || view.stack.frames.length < 2) return null
  const { geometry, sop_instance_uid: sopInstanceUid, frame } = selected
  if (geometry.kind === 'mask') {
    const runs = session ? voxelsIn(session.getSnapshot().masks, selected.id, view.place) : NONE
    return isEmpty(runs) ? null : ({ kind: 'mask', object: selected, runs } as const)
  }
  const isHere = isOn(view.frame, { sopInstanceUid, frame })
  if (!isHere || !isShown(geometry) || !isClosed(geometry)) return null
  return { kind: 'shape', object: selected, geometry } as const
}

/** Says whether the reading was there to take it. */
function accept({ outlines, marked, bearer }: Proposal, bench: Bench, inHand: boolean): boolean {
  const { session, view, reading, setTool, tell } = bench
  if (!session) {
    tell('notReady')
    return false
  }
  const { examination, masks } = session.getSnapshot()
  const isMask = marked !== undefined && bench.allowed.includes('mask')
  if (isMask) {
    const accepted = maskAcceptance(examination, marked, bearer, masks, newId)
    if (accepted) session.perform(accepted.change)
    if (accepted) reading.select(accepted.id)
  } else {
    const objects = assistedObjects(outlines, bearer, newId)
    const change = acceptance(examination, objects)
    if (change) session.perform(change)
    const here = objects.find(
      ({ sop_instance_uid: sopInstanceUid, frame }) => view && isOn(view.frame, { sopInstanceUid, frame }),
    )
    if (here) reading.select(here.id)
  }
  if (inHand) setTool(isMask ? 'brush' : 'select')
  return true
}

function useOverlays(job: Job): Assist['overlaysOn'] {
  const proposal = job.state === 'proposal' ? job.proposal : null
  return useMemo(() => {
    const overlays = (proposal?.outlines ?? []).map(({ place, points, holes = [] }, i): Overlay => ({
      ...place,
      id: `proposal ${i}`,
      name: 'proposal',
      color: proposal!.color,
      contours: [points, ...holes].map((line) => line.flatMap(({ x, y }) => [x, y])),
    }))
    return (imageId) => (imageId === proposal?.bearer.imageId ? overlays : [])
  }, [proposal])
}
