import { IconAlertTriangle, IconCheck, IconClock } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { SyncState } from '../model/queue'
import styles from './object-list.module.css'

const ICON = { synced: IconCheck, pending: IconClock, failed: IconAlertTriangle }

/** Whether the server has an object. */
export function Sync({ state }: { state: SyncState }) {
  const { t } = useTranslation('reading')
  const Icon = ICON[state]
  const words = t(`sync.${state}`)
  return (
    <span className={styles.sync} data-state={state} role="img" aria-label={words} title={words}>
      <Icon size={14} aria-hidden />
    </span>
  )
}
