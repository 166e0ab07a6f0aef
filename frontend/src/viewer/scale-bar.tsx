/** How long something is on the screen: a bar of a round length, where the picture is calibrated. */
import { useTranslation } from 'react-i18next'
import { canvasPoint, toImage } from './coordinates'
import type { DrawingView } from './view'
import styles from './scale-bar.module.css'

const LONGEST_PX = 160

export function ScaleBar({ view }: { view: DrawingView }) {
  const { t } = useTranslation('viewer')
  const bar = barOf(view)
  if (!bar) return null
  const length = bar.mm >= 10 ? `${bar.mm / 10} cm` : `${bar.mm} mm`
  return (
    <div className={styles.bar} style={{ width: bar.px }} role="img" aria-label={t('scaleBar', { length })}>
      {length}
    </div>
  )
}

/** The longest of 1, 2 and 5 times a power of ten that is not too long. */
export function barOf({ calibration, toCanvas }: DrawingView): { mm: number; px: number } | null {
  if (!calibration) return null
  const a = toImage(toCanvas, canvasPoint(0, 0))
  const b = toImage(toCanvas, canvasPoint(1, 0))
  const mmPerPx = Math.hypot((b.x - a.x) * calibration.columnMm, (b.y - a.y) * calibration.rowMm)
  if (!(mmPerPx > 0)) return null
  const longest = LONGEST_PX * mmPerPx
  const power = 10 ** Math.floor(Math.log10(longest))
  const mm = Number(([5, 2, 1].find((each) => each * power <= longest)! * power).toPrecision(1))
  return { mm, px: mm / mmPerPx }
}
