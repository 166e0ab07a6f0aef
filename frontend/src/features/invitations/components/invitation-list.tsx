import { Group, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { Invitation } from '@/api/types'
import type { Column } from '@/components/data-table'
import { ListPanel } from '@/components/list-panel'
import { useText as useCommonText } from '@/components/messages'
import { StateBadge, type State } from '@/components/state-badge'
import { Empty } from '@/components/states'
import { useListSearch } from '@/components/use-list-search'
import { formatCount, formatDate } from '@/lib/format'
import { invitationsQuery } from '../api'
import { useText } from '../messages'
import { CreateInvitationButton } from './create-invitation-button'
import { MailAgainButton } from './mail-again-button'
import { RevokeButton } from './revoke-button'
import { ShowCodeButton } from './show-code-button'

/** The join codes of a group, for its admins. */
export function InvitationList({ groupId }: { groupId: string }) {
  const t = useText()
  const { page } = useListSearch()
  const columns = useInvitationColumns()
  const create = <CreateInvitationButton groupId={groupId} />
  return (
    <ListPanel
      title={t('title')}
      query={useQuery(invitationsQuery(groupId, page))}
      columns={columns}
      rowKey={(invitation) => invitation.id}
      actions={create}
      empty={
        <Empty title={t('emptyTitle')} action={create}>
          {t('empty')}
        </Empty>
      }
    />
  )
}

const badges = {
  open: 'ready',
  used_up: 'done',
  expired: 'cancelled',
  revoked: 'cancelled',
} as const satisfies Record<Invitation['state'], State>

function useInvitationColumns(): Column<Invitation>[] {
  const t = useText()
  const common = useCommonText()
  return [
    {
      id: 'code',
      header: t('code'),
      width: 130,
      cell: ({ code, state }) => (
        <Text span size="sm" ff="monospace" {...(state !== 'open' && { c: 'dimmed' })}>
          {code}
        </Text>
      ),
    },
    {
      id: 'state',
      header: t('state'),
      width: 120,
      sortValue: ({ state }) => state,
      cell: ({ state }) => <StateBadge state={badges[state]} label={t(`states.${state}`)} />,
    },
    {
      id: 'role',
      header: t('role'),
      width: 110,
      sortValue: ({ role }) => role,
      cell: ({ role }) => common(`role.${role}`),
    },
    {
      id: 'note',
      header: t('note'),
      cell: ({ note, email, requires_approval }) => {
        const words = [email, note, requires_approval && t('byApproval')].filter(Boolean).join(' · ')
        return (
          <Text size="sm" c="dimmed" truncate maw={320} title={words || undefined}>
            {words}
          </Text>
        )
      },
    },
    {
      id: 'uses',
      header: t('uses'),
      numeric: true,
      width: 90,
      sortValue: ({ use_count }) => use_count,
      cell: ({ use_count, max_uses }) =>
        max_uses === null ? formatCount(use_count) : `${formatCount(use_count)} / ${formatCount(max_uses)}`,
    },
    {
      id: 'expires',
      header: t('expiresAt'),
      width: 130,
      sortValue: ({ expires_at }) => expires_at,
      cell: ({ expires_at }) => formatDate(expires_at),
    },
    {
      id: 'maker',
      header: t('madeBy'),
      width: 160,
      sortValue: ({ created_by }) => created_by.name,
      cell: ({ created_by }) => (
        <Text size="sm" truncate maw={160} title={created_by.name}>
          {created_by.name}
        </Text>
      ),
    },
    { id: 'actions', header: '', width: 230, cell: (invitation) => <Actions invitation={invitation} /> },
  ]
}

function Actions({ invitation }: { invitation: Invitation }) {
  if (invitation.state !== 'open') return null
  return (
    <Group gap={6} justify="flex-end" wrap="nowrap">
      {invitation.email && <MailAgainButton invitation={invitation} />}
      <ShowCodeButton code={invitation.code} />
      <RevokeButton invitation={invitation} />
    </Group>
  )
}
