import { useCallback, useRef, type PointerEvent } from 'react'
import { canvasPoint, toImage, type ImagePoint } from '../coordinates'
import type { Edit } from '../drawing'
import type { View } from '../view'
import type { PaintingProps } from './paint-hand'
import { maskAt } from './painting'

/** A click that meant no shape means the mask under it. */
export function useMaskClick(view: View | null, { masksOn }: Pick<PaintingProps, 'masksOn'>) {
  const last = useRef<ImagePoint | null>(null)
  const record = useCallback(
    ({ currentTarget, clientX, clientY }: PointerEvent) => {
      const { left, top } = currentTarget.getBoundingClientRect()
      last.current = view && toImage(view.toCanvas, canvasPoint(clientX - left, clientY - top))
    },
    [view],
  )
  const through = useCallback(
    (edit: Edit): Edit => {
      if (edit.type !== 'select' || edit.id !== null || !view || !last.current) return edit
      return { type: 'select', id: maskAt(masksOn(view.place), last.current, view.size)?.id ?? null }
    },
    [view, masksOn],
  )
  return { record, through }
}
