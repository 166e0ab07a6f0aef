import { Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Outlet } from '@tanstack/react-router'
import type { ExtractionRun } from '@/api/types'
import { LinkAnchor } from '@/components/links'
import { Page } from '@/components/page'
import { Panel } from '@/components/panel'
import { PageView } from '@/components/page-view'
import { QueryView } from '@/components/query-view'
import { Trail } from '@/components/trail'
import {
  EngineNotice,
  FeatureTable,
  RunActions,
  RunFacts,
  RunProgress,
  runQuery,
  TaskList,
  useExtractionText,
} from '@/features/extraction'
import { setQuery, useSetText } from '@/features/sets'
import { useStudyText } from '@/features/studies'
import { useRememberPage } from '../recent/use-remember-page'
import { Tabs } from '../shell/tabs'

const route = getRouteApi('/signed-in/shell/extraction-runs/$runId')

function useRun() {
  const { runId } = route.useParams()
  return useQuery(runQuery(runId))
}

export function RunPage() {
  const t = useExtractionText()
  const run = useRun()
  const { runId } = route.useParams()
  const title = run.data && t('run.title', { name: run.data.name, preset: run.data.preset.name })
  useRememberPage('extraction', `/extraction-runs/${runId}`, { title, error: run.error })
  return (
    <PageView query={run}>
      {(data) => (
        <Page
          title={title ?? data.name}
          trail={<RunTrail run={data} />}
          actions={<RunActions run={data} />}
          tabs={
            <Tabs
              label={t('tabs')}
              tabs={[
                {
                  label: t('features'),
                  link: { to: '/extraction-runs/$runId', params: { runId: data.id } },
                  isFirst: true,
                },
                {
                  label: t('tasksTitle'),
                  link: { to: '/extraction-runs/$runId/regions', params: { runId: data.id } },
                },
              ]}
            />
          }
        >
          <Stack gap="xl">
            <Panel>
              <Stack gap="lg">
                <RunProgress run={data} />
                <RunFacts run={data} />
                {data.done_count + data.failed_count < data.task_count && <EngineNotice onlyWhenMissing />}
              </Stack>
            </Panel>
            <Outlet />
          </Stack>
        </Page>
      )}
    </PageView>
  )
}

function RunTrail({ run }: { run: ExtractionRun }) {
  const t = useSetText()
  const studies = useStudyText()
  const extraction = useExtractionText()
  const { set_id: setId, study_id: studyId } = run
  const set = useQuery({ ...setQuery(setId ?? ''), enabled: Boolean(setId) })
  if (setId)
    return (
      <Trail>
        <LinkAnchor to="/sets/$setId" params={{ setId }}>
          {set.data?.name ?? '…'}
        </LinkAnchor>
        <LinkAnchor to="/sets/$setId/extraction" params={{ setId }}>
          {t('tabs.extraction')}
        </LinkAnchor>
      </Trail>
    )
  if (studyId)
    return (
      <Trail>
        <LinkAnchor to="/studies">{studies('title')}</LinkAnchor>
        <LinkAnchor to="/studies/$studyId" params={{ studyId }}>
          {studies('one')}
        </LinkAnchor>
      </Trail>
    )
  return (
    <Trail>
      <LinkAnchor to="/extraction-runs">{extraction('radiomics')}</LinkAnchor>
    </Trail>
  )
}

export function RunFeatures() {
  return <QueryView query={useRun()}>{(run) => <FeatureTable run={run} />}</QueryView>
}

export function RunTasks() {
  return <QueryView query={useRun()}>{(run) => <TaskList run={run} />}</QueryView>
}
