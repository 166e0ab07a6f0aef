import { useEffect, useState, type RefObject } from 'react'
import { canvasPoint, type CanvasPoint } from '../coordinates'

/** Where the mouse is over an element; null while it is elsewhere. */
export function usePointer(root: RefObject<HTMLElement | null>): CanvasPoint | null {
  const [pointer, setPointer] = useState<CanvasPoint | null>(null)
  useEffect(() => {
    const element = root.current
    if (!element) return
    const move = (event: PointerEvent) => {
      const box = element.getBoundingClientRect()
      setPointer(canvasPoint(event.clientX - box.left, event.clientY - box.top))
    }
    const leave = () => setPointer(null)
    element.addEventListener('pointermove', move)
    element.addEventListener('pointerleave', leave)
    return () => {
      element.removeEventListener('pointermove', move)
      element.removeEventListener('pointerleave', leave)
    }
  }, [root])
  return pointer
}
