import { lazy, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import styles from './dialog.module.css'
import { Dialog } from './dialog'

const Markdown = lazy(() => import('@/components/markdown'))

interface GuidelineDialogProps {
  guideline: string | null | undefined
  onClose(this: void): void
}

export function GuidelineDialog({ guideline, onClose }: GuidelineDialogProps) {
  const { t } = useTranslation('reading')
  return (
    <Dialog title={t('guideline.title')} onClose={onClose}>
      {guideline ? (
        <Suspense fallback={<p className={styles.guideline}>{guideline}</p>}>
          <Markdown text={guideline} />
        </Suspense>
      ) : (
        <p className={styles.guideline}>{t('guideline.none')}</p>
      )}
    </Dialog>
  )
}
