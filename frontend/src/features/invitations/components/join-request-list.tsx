import { Button, Group, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { JoinRequest } from '@/api/types'
import type { Column } from '@/components/data-table'
import { ListPanel } from '@/components/list-panel'
import { useText as useCommonText } from '@/components/messages'
import { Empty } from '@/components/states'
import { formatDate } from '@/lib/format'
import { joinRequestsQuery, useDecideRequest } from '../api'
import { useText } from '../messages'

/** Who waits to be let into a group; nothing while nobody does. */
export function JoinRequestList({ groupId }: { groupId: string }) {
  const t = useText()
  const query = useQuery(joinRequestsQuery(groupId))
  const columns = useRequestColumns(groupId)
  if (query.data?.total === 0) return null
  return (
    <ListPanel
      title={t('waiting')}
      query={query}
      columns={columns}
      rowKey={(request) => request.id}
      empty={<Empty title={t('nobodyWaits')}>{t('nobodyWaits')}</Empty>}
    />
  )
}

function useRequestColumns(groupId: string): Column<JoinRequest>[] {
  const t = useText()
  const common = useCommonText()
  return [
    {
      id: 'name',
      header: t('person'),
      cell: ({ name, email, was_removed }) => (
        <>
          <Text size="sm">{name}</Text>
          <Text size="xs" c="dimmed">
            {email}
            {was_removed && ` · ${t('wasRemoved')}`}
          </Text>
        </>
      ),
    },
    { id: 'role', header: t('role'), width: 120, cell: ({ role }) => common(`role.${role}`) },
    { id: 'since', header: t('since'), width: 130, cell: ({ created_at }) => formatDate(created_at) },
    {
      id: 'actions',
      header: '',
      width: 200,
      cell: (request) => <Actions groupId={groupId} request={request} />,
    },
  ]
}

function Actions({ groupId, request: { id, name } }: { groupId: string; request: JoinRequest }) {
  const t = useText()
  const decide = useDecideRequest(groupId)
  return (
    <Group gap={6} justify="flex-end" wrap="nowrap">
      <Button
        size="compact-sm"
        aria-label={t('letInOf', { name })}
        loading={decide.isPending}
        onClick={() => decide.mutate({ id, verb: 'accept' })}
      >
        {t('letIn')}
      </Button>
      <Button
        size="compact-sm"
        variant="subtle"
        color="gray"
        aria-label={t('declineOf', { name })}
        disabled={decide.isPending}
        onClick={() => decide.mutate({ id, verb: 'decline' })}
      >
        {t('decline')}
      </Button>
    </Group>
  )
}
