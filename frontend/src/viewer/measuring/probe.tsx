/** The pixel under the mouse, or under the crosshair of the keyboard: where it is, and what it says. */
import type { RefObject } from 'react'
import { useTranslation } from 'react-i18next'
import { toImage, type ImagePoint } from '../coordinates'
import { usePointer } from '../seeing/use-pointer-place'
import type { View } from '../view'
import { shortNumber } from './facts'
import { unitsOf, valueAt, type PixelValue, type Units } from './pixels'

interface ProbeProps {
  view: View
  /** The element that the picture lies in. */
  root: RefObject<HTMLElement | null>
  /** Of drawing without a mouse. */
  pen: ImagePoint | null
}

export function Probe({ view, root, pen }: ProbeProps) {
  const { t, i18n } = useTranslation('viewer')
  const pointer = usePointer(root)
  const at = pen ?? (pointer && toImage(view.toCanvas, pointer))
  const { pixels, size, frame } = view
  if (!at || !pixels) return null
  const shrink = { x: pixels.columns / size.columns, y: pixels.rows / size.rows }
  const value = valueAt(pixels, { x: at.x * shrink.x, y: at.y * shrink.y })
  if (!value) return null
  const units = unitsOf(frame.dataset, frame.frame)
  const short = (each: number) => shortNumber(each, i18n.language)
  return (
    <span data-testid="probe">
      {t('probe.place', { column: Math.floor(at.x), row: Math.floor(at.y) })} {valueText(value, units, short)}
      {isRescaled(value) && ` ${t('probe.stored', { value: value.stored })}`}
    </span>
  )
}

function valueText({ modality }: PixelValue, { unit, suv }: Units, short: (value: number) => string): string {
  const own = [modality.map(short).join(' '), unit].filter(Boolean).join(' ')
  return suv && suv.factor !== 1 ? `${own}, SUVbw ${short(modality[0]! * suv.factor)}` : own
}

const isRescaled = ({ stored, modality }: PixelValue): boolean => stored !== null && stored !== modality[0]
