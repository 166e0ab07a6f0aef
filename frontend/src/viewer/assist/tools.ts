/** The tools whose result is a proposal, and what the reader draws to ask for it. */
import type { DrawingTool } from '../drawing'

export const ASSIST_TOOLS = ['scissors', 'find-object', 'grow-3d'] as const
export type AssistTool = (typeof ASSIST_TOOLS)[number]

const DRAWN_AS: Record<AssistTool, DrawingTool> = {
  scissors: 'polygon',
  'find-object': 'freehand',
  'grow-3d': 'point',
}

export const isAssistTool = (tool: string): tool is AssistTool =>
  (ASSIST_TOOLS as readonly string[]).includes(tool)

export const drawnAs = (tool: AssistTool): DrawingTool => DRAWN_AS[tool]
