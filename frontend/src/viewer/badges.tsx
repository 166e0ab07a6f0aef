/** What is unlike the image as it was made: a word each, with its reason for those who point at it or come by key. */
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { orientationOf } from './coordinates'
import { Tag, text, number } from './dicom-json'
import type { View } from './view'
import styles from './badges.module.css'

export function Badges({ view }: { view: View }) {
  const { t } = useTranslation('viewer')
  const values = {
    degrees: orientationOf(view.toCanvas).degrees,
    percent: Number((view.shownPart * 100).toPrecision(2)),
  }
  return badgesOf(view).map((badge) => (
    <Badge key={badge} word={t(`badges.${badge}`, values)} reason={t(reasonOf(badge, view), ratioOf(view))} />
  ))
}

function Badge({ word, reason }: { word: string; reason: string }) {
  const id = useId()
  return (
    <span className={styles.badge} tabIndex={0} role="note" aria-label={word} aria-describedby={id}>
      {word}
      <span id={id} role="tooltip" className={styles.reason}>
        {reason}
      </span>
    </span>
  )
}

export type BadgeName = 'lossy' | 'reduced' | 'inverted' | 'turned' | 'mirrored' | 'uncalibrated'

export function badgesOf({ calibration, isLossy, shownPart, isInverted, toCanvas }: View): BadgeName[] {
  const { degrees, isMirrored } = orientationOf(toCanvas)
  const worn: readonly [BadgeName, boolean][] = [
    ['lossy', isLossy],
    ['reduced', shownPart < 1],
    ['inverted', isInverted],
    ['turned', degrees !== 0],
    ['mirrored', isMirrored],
    ['uncalibrated', calibration === null],
  ]
  return worn.flatMap(([name, isWorn]) => (isWorn ? name : []))
}

function reasonOf(badge: BadgeName, { frame: { dataset } }: View) {
  if (badge === 'lossy') {
    if (!dataset) return 'reasons.lossyPhoto'
    return number(dataset, Tag.LOSSY_RATIO) ? 'reasons.lossyRatio' : 'reasons.lossy'
  }
  if (badge !== 'uncalibrated') return `reasons.${badge}` as const
  if (!dataset) return 'reasons.uncalibratedPhoto'
  return dataset[Tag.ULTRASOUND_REGIONS] ? 'reasons.severalScales' : 'reasons.uncalibrated'
}

const ratioOf = ({ frame: { dataset } }: View) => ({
  ratio: dataset ? text(dataset, Tag.LOSSY_RATIO) : '',
})
