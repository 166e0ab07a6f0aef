/** One picture with what is drawn on it; driven by props, by the mouse, and through its handle by the keys. */
import './messages'
import { useEffect, useImperativeHandle, useMemo, useRef, useState, type PointerEvent, type Ref } from 'react'
import { useTranslation } from 'react-i18next'
import { AnnotationLayer } from './annotation-layer'
import { canvasPoint, imagePoint, scaleOf, toImage, type ImagePoint } from './coordinates'
import type { DrawingTool, Edit, Surface } from './drawing'
import { isOn, type Place, type Shape } from './shapes'
import type { ImageSource } from './sources'
import type { View } from './stack-view'
import { useDrawing } from './use-drawing'
import { useStackView, type StackViewState } from './use-stack-view'
import type { ViewTool } from './view-tools'
import { ViewOverlay } from './view-overlay'
import styles from './viewer.module.css'

export type Tool = DrawingTool | ViewTool

/** What the keyboard can do with a viewport. */
export interface ViewportHandle {
  step(this: void, by: number): void
  goToEnd(this: void, end: 'first' | 'last'): void
  goTo(this: void, place: Place): void
  invert(this: void): void
  reset(this: void): void
  zoomBy(this: void, factor: number): void
  panBy(this: void, dx: number, dy: number): void
  focus(this: void): void
  /** Show the crosshair in the middle of what is on the screen. */
  showPen(this: void): void
  movePen(this: void, dx: number, dy: number): void
  /** Set a point at the crosshair, or finish what the mouse draws. */
  enter(this: void): void
  /** Finish the shape with the points it has. */
  close(this: void): void
  removeLastPoint(this: void): void
  /** Drop what is being drawn, else put the crosshair away; false when there was neither. */
  cancel(this: void): boolean
  isDrawing(this: void): boolean
  hasPen(this: void): boolean
}

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
  selectedId: string | null
  isReadOnly: boolean
  /** A drawing, a change (once, when it is complete) or a selection. */
  onEdit(this: void, edit: Edit, place: Place): void
  onView(this: void, view: View): void
}

/** How near counts as "on it", in CSS pixels. */
const REACH = 8

const asDrawingTool = (tool: Tool): DrawingTool => (tool === 'box' || tool === 'polygon' ? tool : 'select')
const asViewTool = (tool: Tool): ViewTool | null =>
  tool === 'window' || tool === 'zoom' || tool === 'pan' ? tool : null

export function ImageViewport({ ref, ...props }: ImageViewportProps) {
  const { source, tool, shapes, selectedId, isReadOnly, onEdit, onView } = props
  const { t } = useTranslation('viewer')
  const root = useRef<HTMLDivElement>(null)
  const canvas = useRef<HTMLDivElement>(null)
  const layer = useRef<SVGSVGElement>(null)
  const state = useStackView(canvas, source, props.startAt, props.ahead)
  const { core, view, problem, target, retry } = state
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

  const isLate = useIsLate(!problem && (view === null || view.index !== target))
  const press = (event: PointerEvent<SVGSVGElement>) => {
    // Only the left button draws; the others, and the wheel, belong to the view beneath.
    if (!view || event.button !== 0) return
    event.preventDefault()
    event.currentTarget.setPointerCapture(event.pointerId)
    root.current?.focus({ preventScroll: true })
    drawn.feed({ type: 'down', point: pointUnder(event, view) })
  }
  const move = (event: PointerEvent<SVGSVGElement>) => {
    const { stroke, pen } = drawn.now()
    if (view && (stroke || pen)) drawn.feed({ type: 'move', point: pointUnder(event, view) })
  }
  const release = (event: PointerEvent<SVGSVGElement>) => {
    if (view && event.button === 0) drawn.feed({ type: 'up', point: pointUnder(event, view) })
  }

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
          onPointerDown={press}
          onPointerMove={move}
          onPointerUp={release}
          onDoubleClick={() => drawn.feed({ type: 'double-click' })}
        >
          {view && (
            <AnnotationLayer
              toCanvas={view.toCanvas}
              shapes={visible}
              selectedId={selectedId}
              drawing={drawn.drawing}
              drawColor={props.drawColor}
            />
          )}
        </svg>
      </div>
      {view && <ViewOverlay view={view} patientLabel={props.patientLabel} title={props.label} />}
      {isLate && (
        <div className={styles.loading} role="status">
          {view ? t('loading', { index: target + 1 }) : t('loadingSeries')}
        </div>
      )}
      {problem && (
        <div className={styles.message} role="alert">
          <p>
            <strong>
              {problem.index === null ? t('cannotShowAny') : t('cannotShow', { index: problem.index + 1 })}
            </strong>
          </p>
          <p>{problem.reason}</p>
          <button type="button" onClick={retry}>
            {t('retry')}
          </button>
        </div>
      )}
    </div>
  )
}

function pointUnder(event: PointerEvent<SVGSVGElement>, view: View): ImagePoint {
  const { left, top } = event.currentTarget.getBoundingClientRect()
  return toImage(view.toCanvas, canvasPoint(event.clientX - left, event.clientY - top))
}

/** Loading is worth a word only when it takes a while. */
function useIsLate(isWaiting: boolean): boolean {
  const [isLate, setIsLate] = useState(false)
  useEffect(() => {
    if (!isWaiting) return
    const timer = setTimeout(() => setIsLate(true), 200)
    return () => {
      clearTimeout(timer)
      setIsLate(false)
    }
  }, [isWaiting])
  return isLate
}

/** Scrolling away in the middle of a polygon would lose it. */
function useKeepWheelWhileDrawing(layer: React.RefObject<SVGSVGElement | null>, now: DrawnNow): void {
  useEffect(() => {
    const element = layer.current
    const hold = (event: WheelEvent) => {
      if (now().stroke) event.stopPropagation()
    }
    element?.addEventListener('wheel', hold)
    return () => element?.removeEventListener('wheel', hold)
  }, [layer, now])
}

type DrawnNow = ReturnType<typeof useDrawing>['now']

function useViewportHandle(
  ref: Ref<ViewportHandle> | undefined,
  { core, view }: StackViewState,
  { feed, now }: ReturnType<typeof useDrawing>,
  root: React.RefObject<HTMLDivElement | null>,
): void {
  useImperativeHandle(ref, () => {
    const last = (view?.stack.frames.length ?? 1) - 1
    return {
      step: (by) => core.current?.step(by),
      goToEnd: (end) => core.current?.goTo(end === 'first' ? 0 : last),
      goTo: (place) => {
        const index = view?.stack.frames.findIndex((frame) => isOn(frame, place)) ?? -1
        if (index >= 0) core.current?.goTo(index)
      },
      invert: () => core.current?.invert(),
      reset: () => core.current?.reset(),
      zoomBy: (factor) => core.current?.zoomBy(factor),
      panBy: (dx, dy) => core.current?.panBy(dx, dy),
      focus: () => root.current?.focus({ preventScroll: true }),
      showPen: () => {
        const { clientWidth = 0, clientHeight = 0 } = root.current ?? {}
        if (view) feed({ type: 'show-pen', at: centreOf(view, clientWidth, clientHeight) })
      },
      movePen: (dx, dy) => feed({ type: 'move-pen', dx, dy }),
      enter: () => feed({ type: 'enter' }),
      close: () => feed({ type: 'close' }),
      removeLastPoint: () => feed({ type: 'remove-last' }),
      cancel: () => {
        const { stroke, pen } = now()
        feed({ type: 'cancel' })
        return stroke !== null || pen !== null
      },
      isDrawing: () => now().stroke !== null,
      hasPen: () => now().pen !== null,
    }
  }, [core, view, feed, now, root])
}

function centreOf(view: View, width: number, height: number): ImagePoint {
  const { x, y } = toImage(view.toCanvas, canvasPoint(width / 2, height / 2))
  return imagePoint(Math.round(x), Math.round(y))
}
