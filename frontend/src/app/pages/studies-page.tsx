import { Page } from '@/components/page'
import { StudyList, useStudyText } from '@/features/studies'

export function StudiesPage() {
  const t = useStudyText()
  return (
    <Page title={t('title')}>
      <StudyList />
    </Page>
  )
}
