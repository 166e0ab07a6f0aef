import { useState } from 'react'
import { isShapeTool, SHAPE_TOOLS, type ShapeTool } from '@/viewer/drawing'
import type { Tool } from '@/viewer/image-viewport'
import type { AnnotationKind } from './model/examination'

/** The tool in hand, and the one to draw with again. */
export function useTool(allowed: readonly AnnotationKind[]) {
  const [tool, setTool] = useState<Tool>('select')
  const [last, setLast] = useState<ShapeTool | null>(null)
  return {
    /** What may be put on an image here. */
    allowed,
    tool,
    /** The shape drawn last; at first the first that may be drawn; null where nothing is drawn. */
    lastShapeTool: last ?? SHAPE_TOOLS.find((each) => allowed.includes(each)) ?? null,
    setTool: (next: Tool) => {
      setTool(next)
      if (isShapeTool(next)) setLast(next)
    },
  }
}
