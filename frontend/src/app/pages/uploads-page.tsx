import { Page } from '@/components/page'
import { UploadList, useUploadText } from '@/features/uploads'

export function UploadsPage() {
  const t = useUploadText()
  return (
    <Page title={t('title')}>
      <UploadList />
    </Page>
  )
}
