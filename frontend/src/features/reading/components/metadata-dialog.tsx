import { lazy, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import type { View } from '@/viewer/view'
import { Dialog } from './dialog'
import styles from './dialog.module.css'

const MetadataTable = lazy(() => import('./metadata-table'))

interface MetadataDialogProps {
  view: View | null
  onClose(this: void): void
}

/** What is known of the picture on the screen, under the identity rule of the set. */
export function MetadataDialog({ view, onClose }: MetadataDialogProps) {
  const { t } = useTranslation('reading')
  const dataset = view?.frame.dataset
  return (
    <Dialog title={t('metadata.title')} onClose={onClose}>
      {view && dataset ? (
        <Suspense fallback={<p className={styles.guideline}>{t('metadata.loading')}</p>}>
          <MetadataTable dataset={dataset} frame={view.frame.frame} />
        </Suspense>
      ) : (
        <p className={styles.guideline}>{t('metadata.none')}</p>
      )}
    </Dialog>
  )
}
