import { useCallback, useMemo, useState } from 'react'
import type { Edit } from './drawing'
import { threadOf, type CommentSlot, type DrawnPin, type Pin } from './pins'
import type { Place } from './shapes'

/** Pinning in a room: the next point that is set on a picture is no drawing, but where a comment goes. */
export function usePins(setId: string, sampleId: string, onShow: (imageId: string, place: Place) => void) {
  const [pins, onPins] = useState<readonly DrawnPin[]>([])
  const [isPinning, setPinning] = useState(false)
  const [pin, setPin] = useState<Pin | null>(null)
  const [selectedId, select] = useState<string | null>(null)
  /** Takes an edit that was meant for the comments; says whether it was. */
  const take = useCallback(
    (edit: Edit, place: Place, imageId: string, alias: string | null = null): boolean => {
      if (edit.type === 'select') {
        const thread = threadOf(edit.id)
        if (thread) select(thread)
        return thread !== null
      }
      if (!isPinning || edit.type !== 'add' || edit.geometry.kind !== 'point') return false
      setPin({ ...place, imageId, alias, x: edit.geometry.x, y: edit.geometry.y })
      setPinning(false)
      return true
    },
    [isPinning],
  )
  const slot: CommentSlot = useMemo(
    () => ({
      setId,
      sampleId,
      isPinning,
      pin,
      selectedId,
      startPinning: () => setPinning((now) => !now),
      forgetPin: () => setPin(null),
      show: (threadId, { imageId, sopInstanceUid, frame }) => {
        select(threadId)
        onShow(imageId, { sopInstanceUid, frame })
      },
      onPins,
    }),
    [setId, sampleId, isPinning, pin, selectedId, onShow],
  )
  return { slot, pins, isPinning, take }
}

export type Pins = ReturnType<typeof usePins>
