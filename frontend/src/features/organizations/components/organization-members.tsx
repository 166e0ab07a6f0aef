import { useQuery } from '@tanstack/react-query'
import type { Organization, OrganizationMember } from '@/api/types'
import { ListPanel } from '@/components/list-panel'
import { useMemberColumns } from '@/components/member-columns'
import { Empty } from '@/components/states'
import { useListSearch } from '@/components/use-list-search'
import { organizationMembersQuery } from '../api'
import { useText } from '../messages'
import { AddOrganizationMemberButton } from './add-organization-member-button'
import { OrganizationMemberRole } from './organization-member-role'
import { RemoveOrganizationMemberButton } from './remove-organization-member-button'

export function OrganizationMembers({ organization, myId }: { organization: Organization; myId: string }) {
  const t = useText()
  const { page } = useListSearch()
  const columns = useMemberColumns<OrganizationMember>({
    myId,
    role: (member) => (
      <OrganizationMemberRole
        organizationId={organization.id}
        member={member}
        isMe={member.user_id === myId}
      />
    ),
    remove: (member) => <RemoveOrganizationMemberButton organizationId={organization.id} member={member} />,
  })
  const add = <AddOrganizationMemberButton organizationId={organization.id} />
  return (
    <ListPanel
      title={t('members.title')}
      query={useQuery(organizationMembersQuery(organization.id, page))}
      columns={columns}
      rowKey={(member) => member.user_id}
      actions={add}
      empty={
        <Empty title={t('members.emptyTitle')} action={add}>
          {t('members.empty')}
        </Empty>
      }
    />
  )
}
