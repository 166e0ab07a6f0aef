import { Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { Organization, OrganizationMember } from '@/api/types'
import type { Column } from '@/components/data-table'
import { ListPanel } from '@/components/list-panel'
import { Empty } from '@/components/states'
import { useListSearch } from '@/components/use-list-search'
import { formatDate } from '@/lib/format'
import { organizationMembersQuery } from '../api'
import { useText } from '../messages'
import { AddOrganizationMemberButton } from './add-organization-member-button'
import { OrganizationMemberRole } from './organization-member-role'
import { RemoveOrganizationMemberButton } from './remove-organization-member-button'

export function OrganizationMembers({ organization, myId }: { organization: Organization; myId: string }) {
  const t = useText()
  const { page } = useListSearch()
  const columns = useMemberColumns(organization, myId)
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

function useMemberColumns({ id }: Organization, myId: string): Column<OrganizationMember>[] {
  const t = useText()
  return [
    {
      id: 'name',
      header: t('name'),
      sortValue: (member) => member.name,
      cell: (member) => (
        <>
          {[member.title, member.name].filter(Boolean).join(' ')}
          {member.user_id === myId && (
            <Text span size="sm" c="dimmed">
              {' '}
              ({t('members.you')})
            </Text>
          )}
        </>
      ),
    },
    {
      id: 'specialty',
      header: t('members.specialty'),
      sortValue: (member) => member.specialty,
      cell: (member) => member.specialty ?? '–',
    },
    {
      id: 'email',
      header: t('members.email'),
      sortValue: (member) => member.email,
      cell: (member) => member.email,
    },
    {
      id: 'role',
      header: t('members.role'),
      width: 170,
      sortValue: (member) => member.role,
      cell: (member) => (
        <OrganizationMemberRole organizationId={id} member={member} isMe={member.user_id === myId} />
      ),
    },
    {
      id: 'joined',
      header: t('members.joinedAt'),
      width: 140,
      sortValue: (member) => member.joined_at,
      cell: (member) => formatDate(member.joined_at),
    },
    {
      id: 'remove',
      header: '',
      numeric: true,
      width: 90,
      cell: (member) => <RemoveOrganizationMemberButton organizationId={id} member={member} />,
    },
  ]
}
