import { Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { ReadingSet } from '@/api/types'
import { Panel } from '@/components/panel'
import { QueryView } from '@/components/query-view'
import { Empty } from '@/components/states'
import { formatCount } from '@/lib/format'
import { driftQuery } from '../api'
import { driftRows } from '../drift'
import { useText } from '../messages'
import { DriftChart } from './drift-chart'

/** How readers hold up over time: by control cases and by what they read once more. */
export function Drift({ set }: { set: ReadingSet }) {
  const t = useText()
  if (!set.is_blind) return <Compared setId={set.id} />
  return (
    <Panel title={t('drift')}>
      <Text size="sm" c="dimmed">
        {t('driftHidden')}
      </Text>
    </Panel>
  )
}

function Compared({ setId }: { setId: string }) {
  const t = useText()
  return (
    <QueryView query={useQuery(driftQuery(setId))}>
      {({ readers, overlaps_checked: checked, overlaps_extended: extended }) => (
        <Stack gap="sm">
          {driftRows(readers).length > 0 ? (
            <Stack gap="xl">
              <DriftChart readers={readers} purpose="control" />
              <DriftChart readers={readers} purpose="repeat" />
            </Stack>
          ) : (
            <Panel title={t('drift')} flush>
              <Empty title={t('noDriftTitle')}>{t('noDrift')}</Empty>
            </Panel>
          )}
          {checked > 0 && (
            <Text size="sm" c="dimmed">
              {t('overlaps', { checked: formatCount(checked), extended: formatCount(extended) })}
            </Text>
          )}
        </Stack>
      )}
    </QueryView>
  )
}
