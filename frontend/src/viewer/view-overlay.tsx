/** What the corners of the picture say about it. */
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Badges } from './badges'
import { scaleOf } from './coordinates'
import { OrientationLetters } from './orientation-letters'
import { ScaleBar } from './scale-bar'
import type { Calibration } from './sources'
import type { View } from './view'
import { windowText } from './window-text'
import styles from './viewer.module.css'

interface ViewOverlayProps {
  view: View
  patientLabel: string
  title: string
  /** What else is told with zoom and window. */
  children?: ReactNode
}

export function ViewOverlay({ view, patientLabel, title, children }: ViewOverlayProps) {
  const { t } = useTranslation('viewer')
  const { stack, index, frame, window } = view
  return (
    <>
      <div className={`${styles.corner} ${styles.topLeft}`}>
        <span>{patientLabel}</span>
        <span>{stack.description || title}</span>
      </div>
      <div className={`${styles.corner} ${styles.topRight}`}>
        <Badges view={view} />
      </div>
      <div className={`${styles.corner} ${styles.bottomLeft}`}>
        <span>{t('slice', { index: index + 1, count: stack.frames.length })}</span>
        {frame.positionMm !== null && <span>{t('position', { mm: frame.positionMm.toFixed(1) })}</span>}
        <span>{calibrationText(view.calibration, t('uncalibrated'))}</span>
      </div>
      <div className={`${styles.corner} ${styles.bottomRight}`}>
        {children}
        <span>{t('zoom', { percent: Math.round(scaleOf(view.toCanvas) * 100) })}</span>
        {window && <span>{windowText(window)}</span>}
      </div>
      <OrientationLetters frame={frame} toCanvas={view.toCanvas} />
      <ScaleBar view={view} />
    </>
  )
}

function calibrationText(calibration: Calibration | null, otherwise: string): string {
  if (!calibration) return otherwise
  const { columnMm, rowMm, from } = calibration
  const size = columnMm === rowMm ? short(columnMm) : `${short(columnMm)} × ${short(rowMm)}`
  return `${size} mm/px (${from})`
}

const short = (value: number): string => String(Number(value.toPrecision(4)))
