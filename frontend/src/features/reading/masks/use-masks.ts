/** The masks of the reading on the screen: what is shown of them, and everything that can be done to them. */
import { useCallback, useEffect, useMemo } from 'react'
import { isMaskTool, type MaskEdit, type Paint, type PaintTrouble } from '@/viewer/masks/painting'
import type { Tool } from '@/viewer/image-viewport'
import type { View } from '@/viewer/view'
import type { Examination, Label, SampleImage } from '../model/examination'
import { paintMask, startMask } from '../model/history'
import { strokeBetween } from '../model/masks'
import type { ExaminationSession, Snapshot } from '../model/session'
import type { Care } from '../use-care'
import type { Note } from '../use-note'
import { newAnnotation, type Reading } from '../use-reading'
import { groundOf } from './ground'
import { strokesOf, type MaskAct } from './mask-acts'
import { nextDiameter, useMaskSettings } from './settings'

interface MaskRoom {
  examination: Examination | null
  session: ExaminationSession | null
  snapshot: Snapshot | null
  reading: Reading
  care: Care
  tool: Tool
  view: View | null
  image: SampleImage | undefined
  tell(this: void, note: Note): void
}

export type MaskHand = ReturnType<typeof useMasks>

export function useMasks({
  examination,
  session,
  snapshot,
  reading,
  care,
  tool,
  view,
  image,
  tell,
}: MaskRoom) {
  const [settings, change] = useMaskSettings()
  useEffect(() => session?.wantMasks(), [session])

  const selected = reading.selected?.kind === 'mask' ? reading.selected : null
  const { label, select } = reading
  const paint = useMemo(
    () => (isMaskTool(tool) ? { tool, ...settings, range: settings.hasRange ? settings.range : null } : null),
    [tool, settings],
  )

  const targetOn = useCallback(
    (imageId: string) => (selected?.image_id === imageId ? selected : null),
    [selected],
  )
  const refusal = (imageId: string): PaintTrouble | null => {
    const target = targetOn(imageId)
    if (!session || !snapshot || (target && !snapshot.areMasksComplete)) return 'notReady'
    if (!target) return label ? null : 'drawNeedsLabel'
    if (care.isLocked(target.id)) return 'locked'
    return care.isHidden(target.id) ? 'hidden' : null
  }
  const colorOf = (labels: readonly Label[], imageId: string): string => {
    const target = targetOn(imageId)
    return (target ? labels.find(({ id }) => id === target.label_id) : label)?.color ?? '#999999'
  }

  /** What the hand holds over an image; null where there is no painting. */
  const paintOver = (imageId: string, labels: readonly Label[]): Paint | null =>
    paint && {
      ...paint,
      targetId: targetOn(imageId)?.id ?? null,
      color: colorOf(labels, imageId),
      refusal: refusal(imageId),
    }

  const painted = ({ targetId, place, before, after }: MaskEdit, on: SampleImage) => {
    const stroke = strokeBetween(place, before, after)
    if (!session || !stroke) return
    const now = session.getSnapshot().examination
    if (targetId !== null) return session.perform(paintMask(now, targetId, [stroke]))
    if (!label) return tell('drawNeedsLabel')
    const made = newAnnotation(label, on, { kind: 'mask' }, { sopInstanceUid: null, frame: 1 })
    session.perform(startMask(now, made, [stroke]))
    care.showAll()
    select(made.id)
  }

  const act = (which: MaskAct) => {
    if (!selected || !session || !snapshot) return tell('selectMask')
    const trouble = refusal(selected.image_id)
    if (trouble) return tell(trouble)
    const ground = view && selected.image_id === image?.id ? groundOf(view) : null
    if (!ground) return tell('notReady')
    const strokes = strokesOf(which, snapshot.masks.get(selected.id), ground, settings)
    if (!strokes.length) return tell('nothingToDo')
    session.perform(paintMask(session.getSnapshot().examination, selected.id, strokes))
  }

  /** With a mask tool in hand a label means its segment: the last one of it, or a new one. */
  const takeSegment = (of: Label) => {
    reading.chooseLabel(of)
    const known = examination?.annotations.findLast(
      ({ kind, label_id, image_id }) => kind === 'mask' && label_id === of.id && image_id === image?.id,
    )
    select(known?.id ?? null)
  }

  return {
    settings,
    change,
    /** The mask in hand. */
    selected,
    paintOver,
    painted,
    act,
    takeSegment,
    startAnew: () => select(null),
    resizeBrush: (by: number) => change({ diameter: nextDiameter(settings.diameter, by) }),
  }
}
