import { Button, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { Me } from '@/api/types'
import type { Column } from '@/components/data-table'
import { ListPanel } from '@/components/list-panel'
import { Empty } from '@/components/states'
import { formatAgo, formatDate } from '@/lib/format'
import { tokensQuery, useRevokeToken, type ApiToken } from '../api'
import { useText } from '../messages'
import { CreateTokenButton } from './create-token-button'

/** My tokens for programs, and a way to end each of them. */
export function TokenList({ me }: { me: Me }) {
  const t = useText()
  const query = useQuery(tokensQuery)
  const columns = useTokenColumns(me)
  const create = <CreateTokenButton groups={me.groups} />
  return (
    <ListPanel
      title={t('title')}
      query={query}
      columns={columns}
      rowKey={(token) => token.id}
      actions={create}
      empty={
        <Empty title={t('emptyTitle')} action={create}>
          {t('empty')}
        </Empty>
      }
    />
  )
}

function useTokenColumns(me: Me): Column<ApiToken>[] {
  const t = useText()
  const groupOf = ({ group_id }: ApiToken) =>
    me.groups.find(({ id }) => id === group_id)?.name ?? t('anyGroup')
  return [
    {
      id: 'name',
      header: t('name'),
      cell: (token) => (
        <>
          <Text size="sm">{token.name}</Text>
          <Text size="xs" c="dimmed" ff="monospace">
            {token.hint}…
          </Text>
        </>
      ),
    },
    {
      id: 'scope',
      header: t('scope'),
      width: 140,
      cell: (token) => (
        <>
          <Text size="sm">{t(`scopes.${token.scope}`)}</Text>
          <Text size="xs" c="dimmed">
            {groupOf(token)}
          </Text>
        </>
      ),
    },
    {
      id: 'used',
      header: t('used'),
      width: 110,
      cell: ({ last_used_at: used }) => (used ? formatAgo(used) : t('never')),
    },
    { id: 'until', header: t('until'), width: 130, cell: ({ expires_at }) => formatDate(expires_at) },
    { id: 'revoke', header: '', numeric: true, width: 90, cell: (token) => <Revoke token={token} /> },
  ]
}

function Revoke({ token: { id, name } }: { token: ApiToken }) {
  const t = useText()
  const revoke = useRevokeToken()
  return (
    <Button
      size="compact-sm"
      variant="subtle"
      color="gray"
      aria-label={t('revokeOf', { name })}
      loading={revoke.isPending}
      onClick={() => revoke.mutate(id)}
    >
      {t('revoke')}
    </Button>
  )
}
