/** The lesions of a sample, and what the reader does with them. */
import { useMemo } from 'react'
import { scaleUnder } from '@/viewer/calibration'
import { isOn } from '@/viewer/shapes'
import { lesionsOf, nextOf, type Lesion, type PixelUnder } from './model/lesions'
import { isShown } from './model/sources'
import type { RoomState } from './use-room'

export interface Lesions {
  readonly lesions: readonly Lesion[]
  readonly pixelUnder: PixelUnder
  /** Go to its next object. */
  show(this: void, lesion: Lesion): void
}

export function useLesions({ examination, view, image, reading, reveal }: RoomState): Lesions {
  const annotations = examination?.annotations
  const lesions = useMemo(() => lesionsOf(annotations ?? []), [annotations])
  const pixelUnder: PixelUnder = ({ geometry, image_id, sop_instance_uid, frame }) => {
    if (!view || image_id !== image?.id || !isShown(geometry)) return null
    const place = { sopInstanceUid: sop_instance_uid, frame }
    const on = view.stack.frames.find((each) => isOn(each, place))
    return on ? scaleUnder(on, geometry) : null
  }
  const show = (lesion: Lesion) => {
    const next = nextOf(lesion, reading.selected?.id ?? null)
    if (next) reveal(next)
  }
  return { lesions, pixelUnder, show }
}
