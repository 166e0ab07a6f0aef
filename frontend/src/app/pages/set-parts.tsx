import { Stack } from '@mantine/core'
import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { mayLead, mayRead, mayReview } from '@/api/roles'
import type { ReadingSet } from '@/api/types'
import { LinkButton } from '@/components/links'
import { Panel } from '@/components/panel'
import { QueryView } from '@/components/query-view'
import { Empty } from '@/components/states'
import { meQuery } from '@/features/auth'
import { BlindingLifts } from '@/features/blinding'
import { DistributionSettings, TrainingSettings } from '@/features/distribution'
import { PlanView, RunList, useExtractionText } from '@/features/extraction'
import { groupQuery, membersQuery } from '@/features/groups'
import { LabelList } from '@/features/labels'
import { PackageList } from '@/features/packages'
import { SetRegions } from '@/features/regions'
import { SampleGrid } from '@/features/samples'
import {
  ArchiveSet,
  CloneSet,
  DeleteSet,
  isOpen,
  mySetsQuery,
  SetSettings,
  StartRound,
  useSetText,
  trainingSetsQuery,
} from '@/features/sets'
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
  return <QueryView query={useSet()}>{(set) => <Samples set={set} action={add(set)} />}</QueryView>
}

function Samples({ set, action }: { set: ReadingSet; action: ReactNode }) {
  const { data: me } = useSuspenseQuery(meQuery)
  const readers = useReaders(set)
  const leads = mayAdd(set)
  const sets = useQuery({ ...mySetsQuery({ shown: 'open', size: 500 }), enabled: leads })
  const targets = sets.data?.items.filter(({ id, my_role: role }) => id !== set.id && mayLead(role)) ?? []
  return (
    <SampleGrid
      setId={set.id}
      myId={me.id}
      readers={mayReview(set.my_role) ? readers : []}
      targets={leads ? targets : undefined}
      action={action}
    />
  )
}

function useReaders(set: ReadingSet) {
  const members = useQuery(membersQuery(set.group_id))
  return members.data?.items.filter(({ role }) => mayRead(role)) ?? []
}

export function SetPackages() {
  return <QueryView query={useSet()}>{(set) => <Packages set={set} />}</QueryView>
}

function Packages({ set }: { set: ReadingSet }) {
  const { data: me } = useSuspenseQuery(meQuery)
  const readers = useReaders(set)
  const round = mayLead(set.my_role) && <StartRound set={set} />
  return <PackageList set={set} readers={readers} myId={me.id} actions={round} />
}

export function SetLabels() {
  return <QueryView query={useSet()}>{(set) => <LabelList set={set} />}</QueryView>
}

export function SetExtraction() {
  return (
    <QueryView query={useSet()}>
      {(set) => (
        <Stack gap="xl">
          <RunList scope={{ set_id: set.id }} actions={<ExtractButton set={set} size="xs" />} />
          <SetRegions setId={set.id} />
        </Stack>
      )}
    </QueryView>
  )
}

/** Extraction is for those who see everybody's readings, of sets that are open. */
function ExtractButton({ set, size }: { set: ReadingSet; size?: string }) {
  const t = useExtractionText()
  if (!mayExtract(set)) return null
  return (
    <LinkButton to="/sets/$setId/extraction/plan" params={{ setId: set.id }} {...(size && { size })}>
      {t('plan.open')}
    </LinkButton>
  )
}

const mayExtract = (set: ReadingSet) => mayReview(set.my_role) && isOpen(set)

export function SetPlan() {
  return (
    <QueryView query={useSet()}>
      {(set) => (mayExtract(set) ? <Plan set={set} /> : <ReviewersOnly />)}
    </QueryView>
  )
}

function Plan({ set }: { set: ReadingSet }) {
  const group = useQuery(groupQuery(set.group_id))
  return (
    <QueryView query={group}>
      {({ organization_id: organizationId }) => (
        <PlanView scope={{ set_id: set.id }} organizationId={organizationId} />
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
            <DealingSettings set={set} />
            <BlindingLifts set={set} />
            <CloneSet set={set} />
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

function DealingSettings({ set }: { set: ReadingSet }) {
  const readers = useReaders(set)
  const sets = useQuery(trainingSetsQuery(set.group_id))
  const trainings = sets.data?.items.filter(({ id }) => id !== set.id) ?? []
  return (
    <>
      <DistributionSettings set={set} trainings={trainings} />
      <TrainingSettings set={set} readers={readers} />
    </>
  )
}

function ReviewersOnly() {
  const t = useExtractionText()
  return (
    <Panel flush>
      <Empty title={t('plan.notYoursTitle')}>{t('plan.notYours')}</Empty>
    </Panel>
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
