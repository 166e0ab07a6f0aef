import { Text } from '@mantine/core'
import { DataTable, type Column } from '@/components/data-table'
import { LinkAnchor, LinkButton } from '@/components/links'
import { Panel } from '@/components/panel'
import { StateBadge } from '@/components/state-badge'
import { formatCount } from '@/lib/format'
import { useText } from './messages'
import type { OpenSets } from './use-open-sets'
import { ledOf, waitsOf, type Wait } from './waits'

/** For those who lead sets: what holds them up. */
export function WaitingSets({ open }: { open: OpenSets }) {
  const t = useText()
  const columns = useColumns()
  const led = ledOf(open.sets)
  const waits = waitsOf(led)
  if (led.length === 0) return null
  const body = () => {
    if (waits.length > 0)
      return (
        <DataTable
          label={t('waiting')}
          columns={columns}
          rows={waits}
          rowKey={(wait) => `${wait.set.id}-${wait.for}`}
        />
      )
    return (
      <Text size="sm" c="dimmed" p="lg">
        {t('waitingNone')}
      </Text>
    )
  }
  return (
    <Panel title={t('waiting')} note={waits.length > 0 && formatCount(waits.length)} flush>
      {body()}
    </Panel>
  )
}

const parts = {
  images: '/sets/$setId/upload',
  labels: '/sets/$setId/labels',
  reader: '/sets/$setId/packages',
} as const

function useColumns(): Column<Wait>[] {
  const t = useText()
  return [
    {
      id: 'what',
      header: t('what'),
      cell: (wait) => <StateBadge state="partly" label={t(`wait.${wait.for}`, { count: wait.count })} />,
    },
    {
      id: 'set',
      header: t('set'),
      cell: ({ set }) => (
        <LinkAnchor to="/sets/$setId" params={{ setId: set.id }} size="sm">
          {set.name}
        </LinkAnchor>
      ),
    },
    {
      id: 'act',
      header: '',
      width: 160,
      numeric: true,
      cell: (wait) => {
        const act = t(`act.${wait.for}`)
        return (
          <LinkButton
            to={parts[wait.for]}
            params={{ setId: wait.set.id }}
            size="compact-sm"
            variant="light"
            aria-label={t('actOf', { act, set: wait.set.name })}
          >
            {act}
          </LinkButton>
        )
      },
    },
  ]
}
