import { Stack } from '@mantine/core'
import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { mayLead, mayRead, mayReview } from '@/api/roles'
import type { ReadingSet } from '@/api/types'
import { LinkButton } from '@/components/links'
import { Panel } from '@/components/panel'
import { QueryView } from '@/components/query-view'
import { Empty } from '@/components/states'
import { meQuery } from '@/features/auth'
import { RunList, StartExtraction } from '@/features/extraction'
import { membersQuery } from '@/features/groups'
import { LabelList } from '@/features/labels'
import { PackageList } from '@/features/packages'
import { SetRegions } from '@/features/regions'
import { SampleGrid } from '@/features/samples'
import { ArchiveSet, DeleteSet, isOpen, SetSettings, useSetText } from '@/features/sets'
import { UploadPanel } from '@/features/uploads'
import { mayAdd, useSet } from './set-page'

export function SetSamples() {
  const t = useSetText()
  const add = (set: ReadingSet) =>
    mayAdd(set) && (
      <LinkButton to="/sets/$setId/upload" params={{ setId: set.id }}>
        {t('addImages')}
      </LinkButton>
    )
  return <QueryView query={useSet()}>{(set) => <SampleGrid setId={set.id} action={add(set)} />}</QueryView>
}

export function SetPackages() {
  return <QueryView query={useSet()}>{(set) => <Packages set={set} />}</QueryView>
}

function Packages({ set }: { set: ReadingSet }) {
  const { data: me } = useSuspenseQuery(meQuery)
  const members = useQuery(membersQuery(set.group_id))
  const readers = members.data?.items.filter(({ role }) => mayRead(role)) ?? []
  return <PackageList set={set} readers={readers} myId={me.id} />
}

export function SetLabels() {
  return <QueryView query={useSet()}>{(set) => <LabelList set={set} />}</QueryView>
}

export function SetExtraction() {
  return (
    <QueryView query={useSet()}>
      {(set) => (
        <Stack gap="xl">
          {mayReview(set.my_role) && isOpen(set) && <StartExtraction set={set} />}
          <RunList setId={set.id} />
          <SetRegions setId={set.id} />
        </Stack>
      )}
    </QueryView>
  )
}

export function SetUpload() {
  const t = useSetText()
  return (
    <QueryView query={useSet()}>
      {(set) =>
        mayAdd(set) ? (
          <Panel title={t('tabs.upload')}>
            <UploadPanel setId={set.id} />
          </Panel>
        ) : (
          isOpen(set) && <LeadsOnly />
        )
      }
    </QueryView>
  )
}

export function SetSettingsPage() {
  const navigate = useNavigate()
  const leave = ({ group_id: groupId }: ReadingSet) =>
    void navigate({ to: '/groups/$groupId', params: { groupId } })
  return (
    <QueryView query={useSet()}>
      {(set) =>
        mayLead(set.my_role) ? (
          <Stack gap="xl">
            <SetSettings set={set} />
            <ArchiveSet set={set} />
            <DeleteSet set={set} onDeleted={() => leave(set)} />
          </Stack>
        ) : (
          <LeadsOnly />
        )
      }
    </QueryView>
  )
}

/** For those who come by an address that their role does not open. */
function LeadsOnly() {
  const t = useSetText()
  return (
    <Panel flush>
      <Empty title={t('leadsOnlyTitle')}>{t('leadsOnly')}</Empty>
    </Panel>
  )
}
