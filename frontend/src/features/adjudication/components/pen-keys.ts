import type { KeyboardEvent } from 'react'
import type { DrawingTool } from '@/viewer/drawing'
import type { ViewportHandle } from '@/viewer/viewport-handle'

/** The keys of the reading room. */
const tools: Record<string, DrawingTool> = {
  KeyV: 'select',
  KeyR: 'box',
  KeyO: 'ellipse',
  KeyP: 'polygon',
  KeyF: 'freehand',
  KeyK: 'point',
  KeyM: 'length',
  KeyJ: 'spline',
  KeyD: 'bidirectional',
  KeyA: 'angle',
  KeyY: 'arrow',
}

export function toolOf({ code, ctrlKey, metaKey, altKey, shiftKey }: KeyboardEvent): DrawingTool | null {
  return ctrlKey || metaKey || altKey || shiftKey ? null : (tools[code] ?? null)
}

const arrows: Record<string, readonly [number, number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
}

/** Draws with the keys, or scrolls where nothing is drawn; says whether the key meant anything. */
export function penKey({ code, shiftKey, ctrlKey }: KeyboardEvent, viewport: ViewportHandle): boolean {
  const arrow = arrows[code]
  if (arrow && viewport.hasPen()) {
    const by = shiftKey ? 10 : 1
    viewport.movePen(arrow[0] * by, arrow[1] * by)
  } else if (arrow && arrow[1] !== 0) viewport.step(arrow[1])
  else if (code === 'Enter' && ctrlKey) viewport.close()
  else if (code === 'Enter') viewport.enter()
  else if (code === 'Escape') viewport.cancel()
  else return false
  return true
}
