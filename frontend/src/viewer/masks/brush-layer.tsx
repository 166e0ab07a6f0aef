/** Catches the pointer while a mask tool is in hand, and shows how large the brush is. */
import { useEffect, useRef, type PointerEvent } from 'react'
import { canvasPoint, toImage, type ImagePoint } from '../coordinates'
import type { DrawingFeed } from '../use-drawing'
import type { View } from '../view'
import styles from '../viewer.module.css'
import type { PaintHand } from './paint-hand'
import type { Paint } from './painting'

interface BrushLayerProps {
  view: View
  hand: PaintHand
  paint: Paint | null
  drawn: DrawingFeed
}

type SvgPointer = PointerEvent<SVGSVGElement>

export function BrushLayer({ paint, ...props }: BrushLayerProps) {
  return paint && <Brush paint={paint} {...props} />
}

function Brush({ view, hand, paint, drawn }: BrushLayerProps & { paint: Paint }) {
  const layer = useRef<SVGSVGElement>(null)
  const cursor = useRef<SVGGElement>(null)
  const { toCanvas: map } = view
  const { pen } = drawn.drawing
  useKeepWheelWhilePainting(layer, hand)

  const show = (at: ImagePoint | null) => {
    cursor.current?.setAttribute('visibility', at ? 'visible' : 'hidden')
    if (at) cursor.current?.setAttribute('transform', `translate(${at.x} ${at.y})`)
  }
  useEffect(() => {
    if (pen) show(pen)
  }, [pen])
  return (
    <svg
      ref={layer}
      className={styles.layer}
      data-tool={paint.tool}
      aria-hidden
      onPointerDown={(event) => {
        if (event.button !== 0) return
        event.preventDefault()
        event.currentTarget.setPointerCapture(event.pointerId)
        event.currentTarget.closest<HTMLElement>('[role=application]')?.focus({ preventScroll: true })
        drawn.feed({ type: 'cancel' })
        hand.begin(pointUnder(event, event.currentTarget, view))
      }}
      onPointerMove={(event) => {
        show(pointUnder(event, event.currentTarget, view))
        if (!hand.stroke) return
        for (const point of everyPoint(event, view)) hand.goOn(point)
      }}
      onPointerUp={(event) => event.button === 0 && hand.end()}
      onPointerCancel={() => hand.end()}
      onPointerLeave={() => show(pen)}
    >
      <g transform={`matrix(${map.a} ${map.b} ${map.c} ${map.d} ${map.e} ${map.f})`}>
        <g ref={cursor} visibility="hidden">
          <circle r={radiusOf(paint)} className={styles.brushHalo} />
          <circle r={radiusOf(paint)} className={styles.brush} stroke={paint.color} data-tool={paint.tool} />
        </g>
      </g>
    </svg>
  )
}

/** Tools that fill take the pixel that they point at. */
const radiusOf = ({ tool, diameter }: Paint): number =>
  tool === 'brush' || tool === 'eraser' ? diameter / 2 : 0.5

function pointUnder({ clientX, clientY }: Spot, element: Element, view: View): ImagePoint {
  const { left, top } = element.getBoundingClientRect()
  return toImage(view.toCanvas, canvasPoint(clientX - left, clientY - top))
}

interface Spot {
  readonly clientX: number
  readonly clientY: number
}

/** A quick hand goes through more places than the browser tells one by one. */
function everyPoint({ nativeEvent, currentTarget }: SvgPointer, view: View): ImagePoint[] {
  const told = nativeEvent.getCoalescedEvents?.() ?? []
  return (told.length ? told : [nativeEvent]).map((event) => pointUnder(event, currentTarget, view))
}

/** Scrolling away in the middle of a stroke would end it. */
function useKeepWheelWhilePainting(layer: React.RefObject<SVGSVGElement | null>, hand: PaintHand): void {
  useEffect(() => {
    const element = layer.current
    const hold = (event: WheelEvent) => {
      if (hand.stroke) event.stopPropagation()
    }
    element?.addEventListener('wheel', hold)
    return () => element?.removeEventListener('wheel', hold)
  }, [layer, hand])
}
