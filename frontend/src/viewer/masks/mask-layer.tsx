/** The masks of the picture on the screen, on a canvas between the picture and what is drawn on it. */
import { useEffect, useLayoutEffect, useMemo, useRef } from 'react'
import type { View } from '../view'
import styles from '../viewer.module.css'
import type { PaintHand, PaintingProps } from './paint-hand'
import type { ShownMask } from './painting'

interface MaskLayerProps extends Pick<PaintingProps, 'masksOn' | 'maskOpacity'> {
  view: View | null
  hand: PaintHand
}

interface Drawn extends MaskLayerProps {
  masks: readonly ShownMask[]
}

export function MaskLayer({ view, hand, masksOn, maskOpacity }: MaskLayerProps) {
  const masks = useMemo(() => (view ? masksOn(view.place) : []), [view, masksOn])
  const props = { view, hand, masksOn, maskOpacity, masks }
  const canvas = useRef<HTMLCanvasElement>(null)
  const latest = useRef(props)

  useLayoutEffect(() => {
    latest.current = props
    if (canvas.current) drawMasks(canvas.current, props)
  })
  useEffect(() => {
    let asked = 0
    const draw = () => {
      asked = 0
      if (canvas.current) drawMasks(canvas.current, latest.current)
    }
    const forget = hand.subscribe(() => (asked ||= requestAnimationFrame(draw)))
    return () => {
      forget()
      cancelAnimationFrame(asked)
    }
  }, [hand])
  return (
    <canvas
      ref={canvas}
      className={styles.masks}
      data-testid="masks"
      data-picture={view?.place.sopInstanceUid}
      aria-hidden
    />
  )
}

function drawMasks(canvas: HTMLCanvasElement, { view, hand, masks, maskOpacity }: Drawn): void {
  const density = window.devicePixelRatio || 1
  const width = Math.round(canvas.clientWidth * density)
  const height = Math.round(canvas.clientHeight * density)
  const { stroke } = hand
  const isEmpty = !view || (!stroke && masks.every(({ slice }) => slice === null))
  // Where nothing was drawn nothing need be wiped.
  if (isEmpty && canvas.dataset['drawn'] !== 'true') return
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height })
  const context = canvas.getContext('2d')
  if (!context) return
  context.clearRect(0, 0, width, height)
  canvas.dataset['drawn'] = String(!isEmpty)
  if (!view || isEmpty) return
  const lens = { map: view.toCanvas, density, width, height }
  context.imageSmoothingEnabled = false
  for (const { id, color, slice, isSelected } of masks) {
    if (stroke?.targetId === id || !slice) continue
    hand.pictures.of(slice, color, view.size).draw(context, lens, { opacity: maskOpacity, isSelected })
  }
  stroke?.picture.draw(context, lens, { opacity: maskOpacity, isSelected: true })
}
