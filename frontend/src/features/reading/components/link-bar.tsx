import { IconCloudOff } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Link } from '../model/session'
import shared from '../reading.module.css'
import styles from '../room.module.css'

interface LinkBarProps {
  link: Link
  onTry(this: void): void
}

/** The amber bar while the server cannot be reached; it goes by itself. */
export function LinkBar({ link, onTry }: LinkBarProps) {
  const { t } = useTranslation('reading')
  if (link === 'online') return null
  return (
    <div className={styles.linkBar} role="alert">
      <IconCloudOff size={16} aria-hidden />
      <span>{link === 'offline' ? t('offline') : t('signedOut')}</span>
      <button type="button" className={shared.button} onClick={onTry}>
        {t('tryNow')}
      </button>
    </div>
  )
}
