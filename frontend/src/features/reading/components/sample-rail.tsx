import { IconCheck } from '@tabler/icons-react'
import { memo, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { thumbnailUrl, type PackageItem } from '../model/server'
import styles from './sample-rail.module.css'

interface SampleRailProps {
  items: readonly PackageItem[]
  index: number
  onOpen(this: void, sampleId: string): void
}

/** The tray of samples. Those out of sight are neither drawn nor fetched (see the style of its rows). */
export function SampleRail({ items, index, onOpen }: SampleRailProps) {
  const { t } = useTranslation('reading')
  const list = useRef<HTMLOListElement>(null)
  // The page passes a new function on every turn; a thousand rows need not follow.
  const latest = useRef(onOpen)
  useEffect(() => {
    latest.current = onOpen
  })
  const [open] = useState(() => (sampleId: string) => latest.current(sampleId))
  useEffect(() => {
    list.current?.children[index]?.scrollIntoView?.({ block: 'nearest' })
  }, [index])
  return (
    <nav className={styles.rail} aria-label={t('rail.title')} data-region="rail">
      <ol ref={list}>
        {items.map((item, i) => (
          <Row key={item.sample.id} item={item} index={i} isHere={i === index} onOpen={open} />
        ))}
      </ol>
    </nav>
  )
}

interface RowProps {
  item: PackageItem
  index: number
  isHere: boolean
  onOpen(this: void, sampleId: string): void
}

const Row = memo(function Row({ item, index, isHere, onOpen }: RowProps) {
  const { t } = useTranslation('reading')
  const [isMissing, setIsMissing] = useState(false)
  const name = t('rail.sample', { index: index + 1, title: item.sample.title })
  const isDone = item.state === 'done'
  return (
    <li>
      <button
        type="button"
        className={styles.thumb}
        aria-current={isHere ? 'true' : undefined}
        aria-label={isDone ? `${name}, ${t('rail.isDone')}` : name}
        title={name}
        onClick={() => onOpen(item.sample.id)}
      >
        {isMissing ? (
          <span className={styles.noThumb}>{t('rail.noPicture')}</span>
        ) : (
          <img src={thumbnailUrl(item.sample.id)} alt="" loading="lazy" onError={() => setIsMissing(true)} />
        )}
        <span className={styles.thumbNumber}>{index + 1}</span>
        {isDone && (
          <span className={styles.thumbDone}>
            <IconCheck size={12} stroke={3} aria-hidden />
          </span>
        )}
      </button>
    </li>
  )
})
