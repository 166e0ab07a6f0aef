/** What is drawn over a picture, and drawing itself: of a stack or of a plane through a volume. */
import { useRef } from 'react'
import { drawnAs, isAssistTool, type AssistTool } from './assist/tools'
import { AnnotationLayer, type Scale } from './annotation-layer'
import { scaleOf } from './coordinates'
import { isShapeTool, type Drawing, type DrawingTool, type Edit } from './drawing'
import type { Geometry } from './geometry'
import { FactsLayer } from './measuring/facts-layer'
import { REACH } from './reach'
import { RegionLayer, type Overlay } from './region-layer'
import type { MaskTool } from './masks/painting'
import type { Place, Shape } from './shapes'
import { useDrawing, type DrawingFeed } from './use-drawing'
import { pointerHandlers, useKeepWheelWhileDrawing } from './use-pointer'
import type { DrawingView } from './view'
import type { ViewTool } from './view-tools'
import styles from './viewer.module.css'

export type Tool = DrawingTool | ViewTool | MaskTool | AssistTool

export interface DrawingProps {
  readonly tool: Tool
  readonly drawColor: string
  readonly selectedId: string | null
  readonly isReadOnly: boolean
  /** A drawing, a change (once, when it is complete) or a selection. */
  onEdit(this: void, edit: Edit, place: Place): void
}

const asDrawingTool = (tool: Tool): DrawingTool => {
  if (isAssistTool(tool)) return drawnAs(tool)
  return isShapeTool(tool) ? tool : 'select'
}

export const asViewTool = (tool: Tool): ViewTool | null =>
  tool === 'window' || tool === 'zoom' || tool === 'pan' ? tool : null

/** Drawing on what is on the screen. `picture` names it: a stroke does not outlive it. */
export function useDrawingOn(
  view: DrawingView | null,
  picture: string,
  shapes: readonly Shape[],
  { tool, selectedId, isReadOnly, onEdit }: DrawingProps,
): DrawingFeed {
  const surface = view && {
    tool: asDrawingTool(tool),
    shapes,
    selectedId,
    size: view.size,
    reach: REACH / scaleOf(view.toCanvas),
    readOnly: isReadOnly,
    ...(view.calibration && { pixel: view.calibration }),
  }
  return useDrawing(surface, picture, (edit) => {
    if (view) onEdit(edit, view.place)
  })
}

interface DrawingLayerProps {
  view: DrawingView | null
  /** Those on this picture. */
  shapes: readonly Shape[]
  overlays: readonly Overlay[]
  drawn: DrawingFeed
  /** What is shown of a stroke, where that is not the stroke itself. */
  along?: (drawing: Drawing) => Drawing
  tool: Tool
  drawColor: string
  selectedId: string | null
  /** What a shape is measured in; that of the whole picture, if nothing else is said. */
  scale?: Scale
  /** What the selected object measures, line by line. */
  facts?: (geometry: Geometry) => readonly string[]
}

export function DrawingLayer({ view, shapes, overlays, drawn, ...props }: DrawingLayerProps) {
  const layer = useRef<SVGSVGElement>(null)
  useKeepWheelWhileDrawing(layer, drawn.now)
  return (
    <svg
      ref={layer}
      className={styles.layer}
      data-tool={props.tool}
      data-passive={asViewTool(props.tool) !== null}
      aria-hidden
      {...pointerHandlers(view, drawn)}
    >
      {view && <RegionLayer overlays={overlays} map={view.toCanvas} />}
      {view && (
        <AnnotationLayer
          toCanvas={view.toCanvas}
          shapes={shapes}
          selectedId={props.selectedId}
          drawing={props.along?.(drawn.drawing) ?? drawn.drawing}
          drawColor={props.drawColor}
          scale={props.scale ?? (() => view.calibration)}
        />
      )}
      {view && props.facts && (
        <FactsLayer
          toCanvas={view.toCanvas}
          shapes={shapes}
          selectedId={props.selectedId}
          drawing={drawn.drawing}
          facts={props.facts}
        />
      )}
    </svg>
  )
}
