import { List, Stack, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { QueryView } from '@/components/query-view'
import { Loading } from '@/components/states'
import { formatCount } from '@/lib/format'
import { planQuery, type ExportCreate, type ExportSummary } from '../api'
import { useText } from '../messages'

/** What a file will hold, what is unread of it, and what its format cannot carry. */
export function ExportPlan({ setId, wanted }: { setId: string; wanted: ExportCreate }) {
  const t = useText()
  return (
    <Stack gap="xs" component="section" aria-label={t('plan')} aria-live="polite">
      <Title order={3} fz="sm">
        {t('plan')}
      </Title>
      <QueryView query={useQuery(planQuery(setId, wanted))} loading={<Loading rows={2} />}>
        {(plan) => (
          <>
            <Contents plan={plan} />
            <Losses plan={plan} />
          </>
        )}
      </QueryView>
    </Stack>
  )
}

function Contents({ plan }: { plan: ExportSummary }) {
  const t = useText()
  const { samples_unread: unread, readings_open: open } = plan
  return (
    <Text size="sm">
      {[
        t('planText', {
          readings: formatCount(plan.readings),
          samples: formatCount(plan.samples),
          objects: formatCount(plan.objects),
        }),
        unread > 0 && t('unread', { count: unread, formatted: formatCount(unread) }),
        open > 0 && t('halfRead', { count: open, formatted: formatCount(open) }),
      ]
        .filter(Boolean)
        .join(' ')}
    </Text>
  )
}

function Losses({ plan }: { plan: ExportSummary }) {
  const t = useText()
  if (plan.losses.length === 0)
    return (
      <Text size="sm" c="dimmed">
        {t('noLosses')}
      </Text>
    )
  return (
    <>
      <Title order={3} fz="sm" mt="xs">
        {t('losses')}
      </Title>
      <List size="sm" spacing={4}>
        {plan.losses.map(({ trait, level, message }) => (
          <List.Item key={trait}>
            <Text span fw={600} size="sm">
              {t(`levels.${level}`)}
            </Text>
            {' · '}
            {message}
          </List.Item>
        ))}
      </List>
    </>
  )
}
