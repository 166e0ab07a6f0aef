import { Page } from '@/components/page'
import { CreateGroupButton, GroupList, useGroupText } from '@/features/groups'

export function GroupsPage() {
  const t = useGroupText()
  return (
    <Page title={t('title')} description={t('about')} actions={<CreateGroupButton />}>
      <GroupList />
    </Page>
  )
}
