/** A glass over the picture: the pixels under the mouse or the crosshair, three times as large as around it. */
import { useEffect, useRef, type RefObject } from 'react'
import { canvasPoint, scaleOf, toCanvas, toImage, type CanvasPoint, type ImagePoint } from '../coordinates'
import type { View } from '../view'
import { brightness } from './greys'
import styles from './seeing.module.css'
import { usePointer } from './use-pointer-place'

const SIDE = 192
const FACTOR = 3
/** Of an image pixel in the glass, in CSS pixels. */
const LEAST_SCALE = 2

interface MagnifierProps {
  view: View
  root: RefObject<HTMLElement | null>
  /** Of drawing without a mouse. */
  pen: ImagePoint | null
}

export function Magnifier({ view, root, pen }: MagnifierProps) {
  const glass = useRef<HTMLCanvasElement>(null)
  const pointer = usePointer(root)
  const at = pen ? toCanvas(view.toCanvas, pen) : pointer
  useEffect(() => {
    if (glass.current && at) paint(glass.current, view, at)
  })
  if (!at || !view.pixels) return null
  return (
    <canvas
      ref={glass}
      className={styles.glass}
      width={SIDE}
      height={SIDE}
      style={{ left: at.x - SIDE / 2, top: at.y - SIDE / 2 }}
      aria-hidden
      data-testid="magnifier"
    />
  )
}

/** Each pixel of the glass is the image pixel that lies there: nothing is smoothed. */
function paint(glass: HTMLCanvasElement, view: View, at: CanvasPoint): void {
  const { pixels, size, toCanvas: map, greys } = view
  const context = glass.getContext('2d')
  if (!pixels || !context) return
  const factor = Math.max(FACTOR, LEAST_SCALE / scaleOf(map))
  const picture = context.createImageData(SIDE, SIDE)
  const { columns, rows, components, values } = pixels
  for (let y = 0; y < SIDE; y++) {
    for (let x = 0; x < SIDE; x++) {
      const spot = canvasPoint(at.x + (x - SIDE / 2) / factor, at.y + (y - SIDE / 2) / factor)
      const p = toImage(map, spot)
      const column = Math.floor((p.x * columns) / size.columns)
      const row = Math.floor((p.y * rows) / size.rows)
      const to = (y * SIDE + x) * 4
      picture.data[to + 3] = 255
      if (column < 0 || row < 0 || column >= columns || row >= rows) continue
      const from = (row * columns + column) * components
      for (let channel = 0; channel < 3; channel++) {
        const value = values[from + (components > 1 ? channel : 0)]!
        picture.data[to + channel] =
          components > 1 ? value : brightness(greys, value * pixels.slope + pixels.intercept)
      }
    }
  }
  context.putImageData(picture, 0, 0)
}
