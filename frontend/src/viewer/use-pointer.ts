/** The left button on the annotation layer; the others, and the wheel, belong to the view beneath. */
import { useEffect, type PointerEvent, type RefObject } from 'react'
import { canvasPoint, toImage, type ImagePoint } from './coordinates'
import type { DrawingView } from './view'
import type { DrawingFeed } from './use-drawing'

type SvgPointer = PointerEvent<SVGSVGElement>

export function pointerHandlers(view: DrawingView | null, { feed, now }: DrawingFeed) {
  return {
    onPointerDown: (event: SvgPointer) => {
      if (!view || event.button !== 0) return
      event.preventDefault()
      event.currentTarget.setPointerCapture(event.pointerId)
      event.currentTarget.closest<HTMLElement>('[role=application]')?.focus({ preventScroll: true })
      feed({ type: event.altKey ? 'alt-down' : 'down', point: pointUnder(event, view) })
    },
    onPointerMove: (event: SvgPointer) => {
      const { stroke, pen } = now()
      if (view && (stroke || pen)) feed({ type: 'move', point: pointUnder(event, view) })
    },
    onPointerUp: (event: SvgPointer) => {
      if (view && event.button === 0) feed({ type: 'up', point: pointUnder(event, view) })
    },
    onDoubleClick: () => feed({ type: 'double-click' }),
  }
}

function pointUnder(event: SvgPointer, view: DrawingView): ImagePoint {
  const { left, top } = event.currentTarget.getBoundingClientRect()
  return toImage(view.toCanvas, canvasPoint(event.clientX - left, event.clientY - top))
}

/** Scrolling away in the middle of a polygon would lose it. */
export function useKeepWheelWhileDrawing(
  layer: RefObject<SVGSVGElement | null>,
  now: DrawingFeed['now'],
): void {
  useEffect(() => {
    const element = layer.current
    const hold = (event: WheelEvent) => {
      if (now().stroke) event.stopPropagation()
    }
    element?.addEventListener('wheel', hold)
    return () => element?.removeEventListener('wheel', hold)
  }, [layer, now])
}
