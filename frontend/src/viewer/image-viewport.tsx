/** One picture with what is drawn on it; driven by props, by the mouse, and through its handle by the keys. */
import './messages'
import { useEffect, useMemo, useRef, type Ref } from 'react'
import { useTranslation } from 'react-i18next'
import { useWire } from './assist/use-wire'
import type { Scale } from './annotation-layer'
import { scaleUnder } from './calibration'
import { asViewTool, DrawingLayer, useDrawingOn, type DrawingProps } from './drawing-layer'
import { BrushLayer } from './masks/brush-layer'
import { MaskLayer } from './masks/mask-layer'
import { notPainting, type PaintingProps } from './masks/paint-hand'
import { useMaskClick } from './masks/use-mask-click'
import { useHand, usePainting } from './masks/use-painting'
import { Probe } from './measuring/probe'
import { useFactLines } from './measuring/use-fact-lines'
import type { Overlay } from './region-layer'
import { Magnifier } from './seeing/magnifier'
import { isOn, type Place, type Shape } from './shapes'
import type { Calibration, ImageSource, StackFrame } from './sources'
import { Trouble } from './trouble'
import { useStackView } from './use-stack-view'
import type { View } from './view'
import { ViewOverlay } from './view-overlay'
import { useViewportHandle, type ViewportHandle } from './viewport-handle'
import styles from './viewer.module.css'

export type { Tool } from './drawing-layer'

export interface ImageViewportProps extends DrawingProps {
  ref?: Ref<ViewportHandle>
  source: ImageSource
  /** Where to begin: the place of an object, for example. */
  startAt: Place | null
  /** What the reader will probably want next. */
  ahead: readonly ImageSource[]
  /** Names the picture to those who cannot see it. */
  label: string
  patientLabel: string
  shapes: readonly Shape[]
  /** Regions that others outlined; those of other pictures are not drawn. */
  overlays: readonly Overlay[]
  /** What the reader says of the scale of a picture. */
  scaleOfReader?: (frame: StackFrame) => Calibration | null
  /** A glass goes with the mouse. */
  hasMagnifier?: boolean
  /** Masks, where there are any. */
  painting?: PaintingProps | undefined
  onView(this: void, view: View): void
}

export function ImageViewport({ ref, ...props }: ImageViewportProps) {
  const { source, onView } = props
  const { t } = useTranslation('viewer')
  const root = useRef<HTMLDivElement>(null)
  const canvas = useRef<HTMLDivElement>(null)
  const state = useStackView(canvas, source, props.startAt, props.ahead)
  const { core, view, target } = state
  const viewTool = asViewTool(props.tool)
  const factLines = useFactLines()
  const ofReader = (view && props.scaleOfReader?.(view.frame)) ?? null
  const scale: Scale = (geometry) => (view ? scaleUnder(view.frame, geometry, ofReader) : null)

  const shapes = useOn(view, props.shapes)
  const overlays = useOn(view, props.overlays)
  const wire = useWire(view, props.tool === 'scissors', props.onEdit)
  const { painting = notPainting } = props
  const click = useMaskClick(view, painting)
  const drawn = useDrawingOn(view, `${source.id}:${view?.index ?? -1}`, shapes, {
    ...props,
    onEdit: (edit, place) => wire.onEdit(props.tool === 'select' ? click.through(edit) : edit, place),
  })

  useEffect(() => wire.seed(drawn.drawing), [wire, drawn.drawing])
  useEffect(() => core.current?.useLeftButtonFor(viewTool), [core, viewTool])
  useEffect(() => {
    if (view) onView(view)
  }, [view, onView])
  const hand = usePainting(view, painting)
  useViewportHandle(ref, state, useHand(drawn, hand, painting.paint !== null), root)

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
      <div
        onPointerDownCapture={click.record}
        ref={canvas}
        className={styles.canvas}
        style={{ visibility: view ? 'visible' : 'hidden' }}
      >
        <MaskLayer view={view} hand={hand} {...painting} />
        <DrawingLayer
          view={view}
          shapes={shapes}
          overlays={overlays}
          drawn={drawn}
          along={wire.along}
          tool={props.tool}
          drawColor={props.drawColor}
          selectedId={props.selectedId}
          scale={scale}
          facts={(geometry) => (view ? factLines(view, geometry, scale(geometry)) : [])}
        />
        {view && <BrushLayer view={view} hand={hand} paint={painting.paint} drawn={drawn} />}
      </div>
      {view && (
        <ViewOverlay
          view={ofReader ? { ...view, calibration: ofReader } : view}
          patientLabel={props.patientLabel}
          title={props.label}
        >
          <Probe view={view} root={root} pen={drawn.drawing.pen} />
        </ViewOverlay>
      )}
      {view && props.hasMagnifier && <Magnifier view={view} root={root} pen={drawn.drawing.pen} />}
      <Trouble {...state} />
    </div>
  )
}

/** What lies on the picture on the screen. */
function useOn<Item extends Place>(view: View | null, all: readonly Item[]): Item[] {
  return useMemo(() => (view ? all.filter((each) => isOn(view.frame, each)) : []), [view, all])
}
