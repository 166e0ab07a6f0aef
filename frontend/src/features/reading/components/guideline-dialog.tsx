import { useTranslation } from 'react-i18next'
import styles from './dialog.module.css'
import { Dialog } from './dialog'

interface GuidelineDialogProps {
  guideline: string | null | undefined
  onClose(this: void): void
}

export function GuidelineDialog({ guideline, onClose }: GuidelineDialogProps) {
  const { t } = useTranslation('reading')
  return (
    <Dialog title={t('guideline.title')} onClose={onClose}>
      <p className={styles.guideline}>{guideline || t('guideline.none')}</p>
    </Dialog>
  )
}
