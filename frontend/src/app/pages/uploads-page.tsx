import { LinkButton } from '@/components/links'
import { Page } from '@/components/page'
import { UploadList, useUploadText } from '@/features/uploads'
import { useText } from '../messages'

export function UploadsPage() {
  const t = useUploadText()
  const app = useText()
  return (
    <Page title={t('title')}>
      <UploadList emptyAction={<LinkButton to="/groups">{app('home.toGroups')}</LinkButton>} />
    </Page>
  )
}
