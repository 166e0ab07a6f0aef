import { IconAlertTriangle, IconCircleFilled, IconCloudOff, IconLoader2 } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { SavingState } from '../model/sessions'
import styles from './top-bar.module.css'

interface SaveStateProps {
  saving: SavingState
  /** The reading on the screen has come from the server. */
  isOpen: boolean
}

/** Says "all saved" only when the server has confirmed everything. */
export function SaveState({ saving, isOpen }: SaveStateProps) {
  const { t } = useTranslation('reading')
  const { unsaved, refused, link } = saving
  const [kind, Icon, words] =
    refused > 0
      ? (['failed', IconAlertTriangle, t('save.refused', { count: refused })] as const)
      : unsaved > 0 && link !== 'online'
        ? (['kept', IconCloudOff, t('save.kept', { count: unsaved })] as const)
        : unsaved > 0
          ? (['saving', IconLoader2, t('save.saving', { count: unsaved })] as const)
          : isOpen
            ? (['saved', IconCircleFilled, t('save.saved')] as const)
            : (['saving', IconLoader2, t('save.loading')] as const)
  return (
    <span className={styles.saveState} data-kind={kind} role="status">
      <Icon size={kind === 'saved' ? 9 : 14} aria-hidden />
      {words}
    </span>
  )
}
