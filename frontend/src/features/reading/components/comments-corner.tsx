import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import shared from '../reading.module.css'
import styles from './comments-corner.module.css'

interface CommentsCornerProps {
  count: number
  children: ReactNode
}

/** What is said about the images: in a corner of the picture, opened when it is wanted. */
export function CommentsCorner({ count, children }: CommentsCornerProps) {
  const { t } = useTranslation('reading')
  const [isOpen, setOpen] = useState(false)
  return (
    <div className={styles.corner} data-open={isOpen}>
      <button
        type="button"
        className={shared.button}
        aria-expanded={isOpen}
        onClick={() => setOpen((now) => !now)}
      >
        {t('comments', { count })}
      </button>
      <div className={styles.panel} hidden={!isOpen}>
        {children}
      </div>
    </div>
  )
}
