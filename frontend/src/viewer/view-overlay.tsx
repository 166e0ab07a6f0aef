/** What the corners of the picture say about it. */
import { useTranslation } from 'react-i18next'
import { orientationOf, scaleOf } from './coordinates'
import type { Calibration } from './sources'
import type { View } from './view'
import { windowText } from './window-text'
import styles from './viewer.module.css'

interface ViewOverlayProps {
  view: View
  patientLabel: string
  title: string
}

export function ViewOverlay({ view, patientLabel, title }: ViewOverlayProps) {
  const { t } = useTranslation('viewer')
  const { stack, index, frame, window } = view
  return (
    <>
      <div className={`${styles.corner} ${styles.topLeft}`}>
        <span>{patientLabel}</span>
        <span>{stack.description || title}</span>
      </div>
      <div className={`${styles.corner} ${styles.topRight}`}>
        {badgesOf(view).map((badge) => (
          <span key={badge} className={styles.badge}>
            {t(`badges.${badge}`, {
              degrees: orientationOf(view.toCanvas).degrees,
              percent: Number((view.shownPart * 100).toPrecision(2)),
            })}
          </span>
        ))}
      </div>
      <div className={`${styles.corner} ${styles.bottomLeft}`}>
        <span>{t('slice', { index: index + 1, count: stack.frames.length })}</span>
        {frame.positionMm !== null && <span>{t('position', { mm: frame.positionMm.toFixed(1) })}</span>}
        <span>{calibrationText(frame.calibration, t('uncalibrated'))}</span>
      </div>
      <div className={`${styles.corner} ${styles.bottomRight}`}>
        <span>{t('zoom', { percent: Math.round(scaleOf(view.toCanvas) * 100) })}</span>
        {window && <span>{windowText(window)}</span>}
      </div>
    </>
  )
}

type Badge = 'lossy' | 'reduced' | 'inverted' | 'turned' | 'mirrored' | 'uncalibrated'

function badgesOf({ frame, isLossy, shownPart, isInverted, toCanvas }: View): Badge[] {
  const { degrees, isMirrored } = orientationOf(toCanvas)
  return [
    ...(isLossy ? ['lossy' as const] : []),
    ...(shownPart < 1 ? ['reduced' as const] : []),
    ...(isInverted ? ['inverted' as const] : []),
    ...(degrees ? ['turned' as const] : []),
    ...(isMirrored ? ['mirrored' as const] : []),
    ...(frame.calibration ? [] : ['uncalibrated' as const]),
  ]
}

function calibrationText(calibration: Calibration | null, otherwise: string): string {
  if (!calibration) return otherwise
  const { columnMm, rowMm, from } = calibration
  const size = columnMm === rowMm ? short(columnMm) : `${short(columnMm)} × ${short(rowMm)}`
  return `${size} mm/px (${from})`
}

const short = (value: number): string => String(Number(value.toPrecision(4)))
