/** One picture with what is drawn on it; driven by props, by the mouse, and through its handle by the keys. */
import './messages'
import { useEffect, useMemo, useRef, type Ref } from 'react'
import { useTranslation } from 'react-i18next'
import { AnnotationLayer } from './annotation-layer'
import { scaleOf } from './coordinates'
import { isShapeTool, type DrawingTool, type Edit, type Surface } from './drawing'
import { RegionLayer, type Overlay } from './region-layer'
import { isOn, type Place, type Shape } from './shapes'
import type { ImageSource } from './sources'
import type { View } from './stack-view'
import { Trouble } from './trouble'
import { useDrawing } from './use-drawing'
import { pointerHandlers, useKeepWheelWhileDrawing } from './use-pointer'
import { useStackView } from './use-stack-view'
import type { ViewTool } from './view-tools'
import { ViewOverlay } from './view-overlay'
import { useViewportHandle, type ViewportHandle } from './viewport-handle'
import styles from './viewer.module.css'

export type Tool = DrawingTool | ViewTool

export interface ImageViewportProps {
  ref?: Ref<ViewportHandle>
  source: ImageSource
  /** Where to begin: the place of an object, for example. */
  startAt: Place | null
  /** What the reader will probably want next. */
  ahead: readonly ImageSource[]
  /** Names the picture to those who cannot see it. */
  label: string
  patientLabel: string
  tool: Tool
  drawColor: string
  shapes: readonly Shape[]
  /** Regions that others outlined; those of other pictures are not drawn. */
  overlays: readonly Overlay[]
  selectedId: string | null
  isReadOnly: boolean
  /** A drawing, a change (once, when it is complete) or a selection. */
  onEdit(this: void, edit: Edit, place: Place): void
  onView(this: void, view: View): void
}

/** How near counts as "on it", in CSS pixels. */
const REACH = 8

const asDrawingTool = (tool: Tool): DrawingTool => (isShapeTool(tool) ? tool : 'select')
const asViewTool = (tool: Tool): ViewTool | null =>
  tool === 'window' || tool === 'zoom' || tool === 'pan' ? tool : null

export function ImageViewport({ ref, ...props }: ImageViewportProps) {
  const { source, tool, shapes, selectedId, isReadOnly, onEdit, onView } = props
  const { t } = useTranslation('viewer')
  const root = useRef<HTMLDivElement>(null)
  const canvas = useRef<HTMLDivElement>(null)
  const layer = useRef<SVGSVGElement>(null)
  const state = useStackView(canvas, source, props.startAt, props.ahead)
  const { core, view, target } = state
  const viewTool = asViewTool(tool)

  const visible = useMemo(
    () => (view ? shapes.filter((shape) => isOn(view.frame, shape)) : []),
    [view, shapes],
  )
  const surface: Surface | null = view && {
    tool: asDrawingTool(tool),
    shapes: visible,
    selectedId,
    size: view.size,
    reach: REACH / scaleOf(view.toCanvas),
    readOnly: isReadOnly,
  }
  const drawn = useDrawing(surface, `${source.id}:${view?.index ?? -1}`, (edit) => {
    if (view) onEdit(edit, { sopInstanceUid: view.frame.sopInstanceUid, frame: view.frame.frame })
  })

  useEffect(() => core.current?.useLeftButtonFor(viewTool), [core, viewTool])
  useEffect(() => {
    if (view) onView(view)
  }, [view, onView])
  useKeepWheelWhileDrawing(layer, drawn.now)
  useViewportHandle(ref, state, drawn, root)

  return (
    <div
      ref={root}
      className={styles.viewport}
      role="application"
      tabIndex={0}
      aria-label={t('picture', {
        label: props.label,
        index: target + 1,
        count: view?.stack.frames.length ?? 1,
      })}
      data-testid="viewport"
      onContextMenu={(event) => event.preventDefault()}
    >
      <div ref={canvas} className={styles.canvas} style={{ visibility: view ? 'visible' : 'hidden' }}>
        <svg
          ref={layer}
          className={styles.layer}
          data-tool={tool}
          data-passive={viewTool !== null}
          aria-hidden
          {...pointerHandlers(view, drawn)}
        >
          {view && (
            <RegionLayer
              overlays={props.overlays.filter((overlay) => isOn(view.frame, overlay))}
              map={view.toCanvas}
            />
          )}
          {view && (
            <AnnotationLayer
              toCanvas={view.toCanvas}
              shapes={visible}
              selectedId={selectedId}
              drawing={drawn.drawing}
              drawColor={props.drawColor}
              calibration={view.frame.calibration}
            />
          )}
        </svg>
      </div>
      {view && <ViewOverlay view={view} patientLabel={props.patientLabel} title={props.label} />}
      <Trouble {...state} />
    </div>
  )
}
