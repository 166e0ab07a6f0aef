import { Page } from '@/components/page'
import { CreateGroupButton, GroupList, useGroupText } from '@/features/groups'
import { JoinWithCodeButton } from '@/features/invitations'

export function GroupsPage() {
  const t = useGroupText()
  return (
    <Page
      title={t('title')}
      description={t('about')}
      actions={
        <>
          <JoinWithCodeButton />
          <CreateGroupButton />
        </>
      }
    >
      <GroupList />
    </Page>
  )
}
