import { Stack } from '@mantine/core'
import { mayLead, mayRead } from '@/api/roles'
import type { ReadingSet } from '@/api/types'
import { LinkButton } from '@/components/links'
import { Panel } from '@/components/panel'
import { QueryView } from '@/components/query-view'
import { Empty } from '@/components/states'
import { MyTraining } from '@/features/distribution'
import { NextPackage } from '@/features/packages'
import { isOpen, SetFacts, SetGuideline, SetProgress, useSetText } from '@/features/sets'
import { useSet } from './set-page'

export function SetOverview() {
  const set = useSet()
  return (
    <QueryView query={set}>
      {(data) => (
        <Stack gap="xl">
          {data.sample_count > 0 ? (
            <>
              {mayRead(data.my_role) && isOpen(data) && (
                <MyTraining setId={data.id} otherwise={<NextPackage setId={data.id} />} />
              )}
              <Panel>
                <SetProgress set={data} />
              </Panel>
            </>
          ) : (
            <NoSamples set={data} />
          )}
          <Panel>
            <SetFacts set={data} />
          </Panel>
          <SetGuideline set={data} />
        </Stack>
      )}
    </QueryView>
  )
}

function NoSamples({ set }: { set: ReadingSet }) {
  const t = useSetText()
  const leads = mayLead(set.my_role) && isOpen(set)
  const add = (
    <LinkButton to="/sets/$setId/upload" params={{ setId: set.id }}>
      {t('addImages')}
    </LinkButton>
  )
  return (
    <Panel flush>
      <Empty title={t('noSamplesTitle')} action={leads && add}>
        {leads ? t('noSamples') : t('noSamplesReader')}
      </Empty>
    </Panel>
  )
}
