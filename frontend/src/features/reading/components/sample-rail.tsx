import { IconCheck } from '@tabler/icons-react'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { thumbnailUrl, type PackageItem } from '../model/server'
import styles from '../reading.module.css'

interface SampleRailProps {
  items: readonly PackageItem[]
  index: number
  onOpen(this: void, sampleId: string): void
}

const ROW = 84

/** The tray of samples; a thousand of them cost no more than those in sight. */
export function SampleRail({ items, index, onOpen }: SampleRailProps) {
  const { t } = useTranslation('reading')
  const scroller = useRef<HTMLDivElement>(null)
  const rows = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 4,
    initialRect: { width: 96, height: 800 },
  })
  useEffect(() => rows.scrollToIndex(index, { align: 'auto' }), [rows, index])
  return (
    <nav className={styles.rail} aria-label={t('rail.title')} data-region="rail">
      <div ref={scroller} className={styles.railScroll} tabIndex={-1}>
        <ol style={{ height: rows.getTotalSize() }}>
          {rows.getVirtualItems().map((row) => {
            const item = items[row.index]!
            return (
              <li key={item.sample.id} style={{ transform: `translateY(${row.start}px)`, height: ROW }}>
                <Thumb item={item} isHere={row.index === index} index={row.index} onOpen={onOpen} />
              </li>
            )
          })}
        </ol>
      </div>
    </nav>
  )
}

interface ThumbProps {
  item: PackageItem
  index: number
  isHere: boolean
  onOpen(this: void, sampleId: string): void
}

function Thumb({ item, index, isHere, onOpen }: ThumbProps) {
  const { t } = useTranslation('reading')
  const [isMissing, setIsMissing] = useState(false)
  const name = t('rail.sample', { index: index + 1, title: item.sample.title })
  const isDone = item.state === 'done'
  return (
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
  )
}
