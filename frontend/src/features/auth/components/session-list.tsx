import { Badge, Button, Group, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { Session } from '@/api/types'
import type { Column } from '@/components/data-table'
import { ListPanel } from '@/components/list-panel'
import { useText as useCommonText } from '@/components/messages'
import { Empty } from '@/components/states'
import { useListSearch } from '@/components/use-list-search'
import { formatAgo, formatDate } from '@/lib/format'
import { sessionsQuery, useRevokeSession } from '../api'
import { readDevice } from '../device-name'
import { useText } from '../messages'
import { EndOtherSessionsButton } from './end-other-sessions-button'

/** Where I am signed in, and a way to end each of them. */
export function SessionList() {
  const t = useText()
  const { page } = useListSearch()
  const sessions = useQuery(sessionsQuery(page))
  const columns = useSessionColumns()
  return (
    <ListPanel
      title={t('sessions.title')}
      query={sessions}
      columns={columns}
      rowKey={(session) => session.id}
      actions={(sessions.data?.total ?? 0) > 1 && <EndOtherSessionsButton />}
      empty={<Empty title={t('sessions.title')}>{t('sessions.empty')}</Empty>}
    />
  )
}

function useSessionColumns(): Column<Session>[] {
  const t = useText()
  const deviceName = useDeviceName()
  const revoke = useRevokeSession()
  const end = (session: Session) =>
    !session.is_current && (
      <Button
        size="compact-sm"
        variant="subtle"
        color="gray"
        aria-label={t('sessions.endOf', { device: deviceName(session) })}
        loading={revoke.isPending && revoke.variables === session.id}
        onClick={() => revoke.mutate(session.id)}
      >
        {t('sessions.end')}
      </Button>
    )
  return [
    {
      id: 'device',
      header: t('sessions.device'),
      cell: (session) => (
        <Group gap="sm" wrap="nowrap">
          <Text span size="sm" truncate title={session.user_agent ?? undefined}>
            {deviceName(session)}
          </Text>
          {session.is_current && (
            <Badge size="sm" variant="light" tt="none" style={{ flex: 'none' }}>
              {t('sessions.current')}
            </Badge>
          )}
        </Group>
      ),
    },
    {
      id: 'used',
      header: t('sessions.lastUsed'),
      width: 130,
      cell: (session) => formatAgo(session.last_used_at),
    },
    {
      id: 'since',
      header: t('sessions.since'),
      width: 120,
      cell: (session) => formatDate(session.created_at),
    },
    { id: 'end', header: '', numeric: true, width: 90, cell: end },
  ]
}

function useDeviceName() {
  const t = useText()
  const common = useCommonText()
  return ({ user_agent }: Session) => {
    const device = readDevice(user_agent)
    if (!device) return common('unknown')
    const { program, system } = device
    return system ? t('sessions.deviceName', { program, system }) : program
  }
}
